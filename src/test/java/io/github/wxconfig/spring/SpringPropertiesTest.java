package io.github.wxconfig.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.settings.SettingsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

class SpringPropertiesTest {

    private final ConfigurableEnvironment environment = new StandardEnvironment();

    @Test
    void everySourceOfSpringsIsOneOfOursInTheSameOrder() {
        add("Config resource 'class path resource [application.yml]' via location 'optional:classpath:/'", "wxconfig.appid",
                "second", "wxconfig.base-url", "https://a.example", "server.port", 80);
        addFirst("application-prod.yml", "wxconfig.appid", "first");
        add("nothing", "spring.application.name", "x");
        Settings settings = Settings.read(sources());
        assertEquals(List.of(
                "wxconfig.appid ............. first (from Spring's application-prod.yml)",
                "wxconfig.baseUrl ........... https://a.example (from Spring's Config resource 'class path resource"
                + " [application.yml]')"), settings.report());
    }

    @Test
    void leavesToTheFilterWhatTheFilterReadsItself() {
        System.setProperty("wxconfig.appid", "x");
        try {
            add("servletContextInitParams", "wxconfig.secret", "x");
            assertEquals(List.of(), sources());
        } finally {
            System.clearProperty("wxconfig.appid");
        }
    }

    @Test
    void elementsOfAListAreJoinedInTheirOrder() {
        Map<String, Object> list = new HashMap<>();
        for (int i = 11; i >= 0; i--) {
            list.put("wxconfig.js-api-list[" + i + "]", "api" + i);
        }
        environment.getPropertySources().addLast(new MapPropertySource("list", list));
        assertEquals("api0,api1,api2,api3,api4,api5,api6,api7,api8,api9,api10,api11", value("jsApiList"));
        add("objects", "wxconfig.include", List.of("/a", "/b"), "wxconfig.exclude", new String[] {"/c", "/d"}, "wxconfig.debug",
                true);
        assertEquals("/a,/b", sources().get(1).get("include"));
        assertEquals("/c,/d", sources().get(1).get("exclude"));
        assertEquals("true", sources().get(1).get("debug"));
    }

    @ParameterizedTest
    @CsvSource({
        "${file:/etc/secret}, ${file:/etc/secret}",
        "${title} - ${description}, ${title} - ${description}",
        "a${env:A}b${sys:B}, a${env:A}b${sys:B}",
        "${name}, tea",
        "${other:tea}, tea",
        "${other:${env:TEA}}, ${env:TEA}",
        "${file:${folder}/secret}, ${file:/etc/wxconfig/secret}",
        "${elsewhere}, ${file:/etc/wxconfig/secret}",
        "${other}, ${other}",
        "${file:C:\\keys\\secret}, ${file:C:\\keys\\secret}",
        "${envy:x}, x",
        "{file:x}, {file:x}",
    })
    void springsPlaceholdersAreResolvedAndOursAreNot(String written, String read) {
        add("application.properties", "wxconfig.secret", written, "name", "tea", "folder", "/etc/wxconfig",
                "elsewhere", "${file:${folder}/secret}");
        assertEquals(read, value("secret"));
    }

    @Test
    void aSecretInAFileIsTheFilesContentAndNeverShown(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "s3cr3t\n");
        add("configserver:https://user:passw0rd@config.example/shop", "wxconfig.secret", "${file:" + file + "}",
                "wxconfig.secrets", "t0k3n");
        Settings settings = Settings.read(sources());
        assertEquals("s3cr3t", settings.secret());
        assertEquals(List.of("wxconfig.secret ............ <masked> (from Spring's"
                + " configserver:https://<masked>@config.example/shop)"), settings.report());
        assertEquals(List.of("[wxconfig.secrets] from Spring's configserver:https://<masked>@config.example/shop is not"
                + " an option; ignoring it. The nearest known name is [wxconfig.secret]."), settings.problems().subList(0, 1));
        assertFalse((settings.problems() + sources().toString()).matches(".*(s3cr3t|t0k3n|passw0rd).*"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "configserver:https://config.example/shop?token=t0k3n, configserver:https://config.example/shop?<masked>",
        "configserver:https://user:t0'k3n@config.example/shop, configserver:https://<masked>@config.example/shop",
        "configserver:https://user:t0)t0k3n]@config.example/shop, configserver:https://<masked>@config.example/shop",
        "URL [https://config.example/a.yml?key=t0'k]3n], URL [https://config.example/a.yml?<masked>]",
        "vault:https://user:t0k3n, vault:https://<masked>",
        "git:ssh://user:t0k3n@config.example/shop, git:<masked>",
        "Config resource 'URL [https://config.example/a.yml?key=t0k3n]', Config resource 'URL"
        + " [https://config.example/a.yml?<masked>]'",
        "https://t0k3n@one.example/ and https://t0k3n@two.example/, https://<masked>@one.example/ and"
        + " https://<masked>@two.example/",
        "URL [jar:nested:///srv/shop.jar/!BOOT-INF/classes!/a.yml], URL [jar:nested:///srv/shop.jar/!BOOT-INF/classes!/a.yml]",
        "application.yml, application.yml"
    })
    void nothingSecretOfASourcesNameIsShown(String name, String shown) {
        add(name, "wxconfig.appid", "wx0123456789abcdef");
        assertEquals(List.of("Spring's " + shown),
                new SpringProperties(environment).sources().stream().map(SettingsSource::name).toList());
    }

    @Test
    void aSourceWithoutNamesIsPassedBy() {
        environment.getPropertySources().addFirst(new PropertySource.StubPropertySource("stub"));
        add("application.yml", "wxconfig.spa", "", "wxconfig", "x", "wxconfigx.appid", "x");
        assertEquals("", value("spa"));
        assertNull(value("appid"));
    }

    private String value(String key) {
        return sources().get(0).get(key);
    }

    private List<SettingsSource> sources() {
        return new SpringProperties(environment).sources();
    }

    private void add(String name, Object... namesAndValues) {
        environment.getPropertySources().addLast(source(name, namesAndValues));
    }

    private void addFirst(String name, Object... namesAndValues) {
        environment.getPropertySources().addFirst(source(name, namesAndValues));
    }

    private static MapPropertySource source(String name, Object... namesAndValues) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new MapPropertySource(name, map);
    }
}
