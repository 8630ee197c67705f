package io.github.wxconfig.settings;

import static java.util.Arrays.asList;
import static java.util.Collections.emptyList;
import static java.util.Collections.singletonList;
import static java.util.Collections.singletonMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    private static final String APPID = "wx0123456789abcdef";

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    @TempDir
    Path folder;

    @Test
    void takesEnvironmentVariablesAndSystemProperties() {
        environment.put("WX_APPID", APPID);
        properties.put("wx.dir", "/var/wx");
        assertEquals(APPID, read("appid", "${env:WX_APPID}").appid());
        assertEquals(APPID, read("appid", " ${env:WX_APPID}\n").appid());
        assertEquals("/var/wx/a", read("storeDir", "${sys:wx.dir}/a").storeDir().toString().replace('\\', '/'));
    }

    @Test
    void takesFilesTrimmed() throws IOException {
        Path file = write("secret", "\ufeff 0123456789abcdef0123456789abcdef\r\n");
        Settings settings = read("secret", "${file:" + file + "}");
        assertEquals("0123456789abcdef0123456789abcdef", settings.secret());
    }

    @Test
    void takesSeveralInOneValue() throws IOException {
        environment.put("HOST", "cache.example.com");
        properties.put("port", "6380");
        Settings settings = read("store", "redis://u:${file:" + write("pw", "s3cr3t\n") + "}@${env:HOST}:${sys:port}/0");
        assertEquals("redis://u:s3cr3t@cache.example.com:6380/0", settings.store());
        assertEquals(emptyList(), settings.problems());
        assertFalse(settings.report().toString().contains("s3cr3t"), settings.report()::toString);
    }

    @Test
    void whatAPlaceholderStandsForIsNotSearchedAgain() {
        environment.put("A", "/${env:B}");
        environment.put("B", "b");
        assertEquals("/${env:B}", read("storeDir", "${env:A}").storeDir().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a$b", "/$", "/a}b", "/{a}", "/$$", "/$ {env:A}"})
    void aLoneDollarOrBraceIsItself(String value) {
        Settings settings = read("storeDir", value);
        assertEquals(value, settings.storeDir().toString());
        assertEquals(emptyList(), settings.problems());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "${env:NONE}|has a placeholder ${env:NONE} that has no value",
        "x${sys:none}|has a placeholder ${sys:none} that has no value",
        "${env:}|has a placeholder ${env:} that has no value",
        "${file:/no/such/file}|has a placeholder ${file:/no/such/file} that names no file",
        "${file:}|has a placeholder ${file:} that names no file",
        "${file:.}|has a placeholder ${file:.} that names no file",
        "${file:\u0000}|that names no file",
        "${wechat.appid}|has a placeholder ${wechat.appid} of no known kind",
        "${vault:a}|has a placeholder ${vault:a} of no known kind",
        "${}|has a placeholder ${} of no known kind",
        "${env:A|has a \"${\" without \"}\""})
    void whatCannotBeResolvedIsReportedAndNotSet(String value, String fault) {
        Settings settings = read("appid", value);
        assertNull(settings.appid());
        assertEquals(1, settings.problems().size());
        assertTrue(settings.problems().get(0).contains(fault.equals("that names no file") ? "file" : fault),
                settings.problems().get(0));
        assertTrue(settings.problems().get(0).contains("; treating it as not set. "), settings.problems().get(0));
        assertEquals(emptyList(), settings.report());
    }

    @Test
    void theNextSourceIsAskedWhenAPlaceholderHasNoValue() {
        Settings settings = Settings.read(asList(source("appid", "${env:NONE}"), source("appid", APPID)), placeholders());
        assertEquals(APPID, settings.appid());
        assertTrue(settings.problems().get(0).contains("${env:NONE}"));
    }

    @Test
    void anEmptyVariableOrFileIsNotSet() throws IOException {
        environment.put("EMPTY", "");
        assertNull(read("appid", "${env:EMPTY}").appid());
        assertEquals(emptyList(), read("appid", "${env:EMPTY}").problems());
        Settings empty = read("appid", "${file:" + write("empty", "\n") + "}");
        assertNull(empty.appid());
        assertTrue(empty.problems().get(0).contains("/empty} whose file is empty; treating it as not set. "),
                empty.problems()::toString);
    }

    @Test
    void aFileIsReadUpToALimit() throws IOException {
        char[] most = new char[Placeholders.MAX_FILE_BYTES];
        Arrays.fill(most, 'x');
        assertEquals(most.length, read("ticketToken", "${file:" + write("most", new String(most)) + "}").ticketToken().length());
        Settings settings = read("ticketToken", "${file:" + write("more", new String(most) + "x") + "}");
        assertNull(settings.ticketToken());
        assertTrue(settings.problems().get(0).contains("larger than 16384 bytes"), settings.problems().get(0));
    }

    /** Whatever the option, and whether right, odd or wrong. */
    @Test
    void whatAFileHoldsIsNeverShown() throws IOException {
        String placeholder = "${file:" + write("f", "s3cr3t-s3cr3t-s3cr3t,/s3cr3t") + "}";
        for (Option option : Option.values()) {
            Settings settings = read(option.key(), placeholder);
            String shown = settings.problems() + "\n" + settings.report();
            assertFalse(shown.contains("s3cr3t"), shown);
            assertTrue(shown.contains(option.shown(placeholder)), shown);
        }
    }

    @Test
    void aSecretWithAnUnknownPlaceholderStaysMasked() {
        String problem = read("secret", "${s3cr3t}").problems().get(0);
        assertFalse(problem.contains("s3cr3t"), problem);
        assertTrue(problem.startsWith("wxconfig.secret [<masked>] from context-param has a placeholder"), problem);
    }

    @Test
    void aSecretIsWhatItsFileHoldsNow() throws Exception {
        Path file = write("rotating", "first\n");
        Settings settings = read("secret", "${file:" + file + "}");
        Settings server = read("ticketToken", "x${file:" + file + "}");
        assertEquals("first", settings.secretNow());
        Files.writeString(file, "second");
        assertEquals("second", settings.secretNow());
        assertEquals("xsecond", server.ticketTokenNow());
        Files.writeString(file, "");
        assertEquals("second", settings.secretNow(), "while it is being written");
        Files.writeString(file, "no token: two words");
        assertEquals("xsecond", server.ticketTokenNow());
        assertEquals("no token: two words", settings.secretNow());
        Files.delete(file);
        assertEquals("no token: two words", settings.secretNow(), "what was read last");
        assertEquals("first", settings.secret());
        assertEquals("plain", read("secret", "plain").secretNow());
        assertEquals(null, server.secretNow());
    }

    @Test
    void aSecretsPlaceholderIsNamedWhenItHasNoValue() {
        String problem = read("secret", "${env:WX_SECRET}").problems().get(0);
        assertEquals("wxconfig.secret [<masked>] from context-param has a placeholder ${env:WX_SECRET} that has no value;"
                + " treating it as not set. Set this environment variable where the server starts.", problem);
    }

    private Settings read(String key, String value) {
        return Settings.read(singletonList(source(key, value)), placeholders());
    }

    private static SettingsSource source(String key, String value) {
        return SettingsSource.of("context-param", singletonMap("wxconfig." + key, value));
    }

    private Placeholders placeholders() {
        return new Placeholders(environment::get, properties::get);
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }
}
