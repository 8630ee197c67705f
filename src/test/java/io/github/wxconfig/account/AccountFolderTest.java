package io.github.wxconfig.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to the folder is noticed at the next look, and a mistake costs no account. */
class AccountFolderTest implements AccountFolder.Listener {

    @TempDir
    Path folder;

    private final List<String> heard = new ArrayList<>();
    private final LogCapture log = new LogCapture("io.github.wxconfig");
    private int writes;

    @AfterEach
    void close() {
        log.close();
    }

    @Override
    public String changed(String name, String file, Map<String, String> properties) {
        if (!properties.containsKey("secret")) {
            return "[wxconfig." + name + ".secret] is not set";
        }
        heard.add(name + "=" + new TreeMap<>(properties));
        return null;
    }

    @Override
    public void removed(String name) {
        heard.add(name + " removed");
    }

    private AccountFolder watched() {
        return new AccountFolder(folder, name -> name.matches("[a-z0-9]+"), this, "");
    }

    private void write(String file, String text) throws IOException {
        Files.setLastModifiedTime(Files.writeString(folder.resolve(file), text),
                FileTime.fromMillis(1_700_000_000_000L + ++writes * 1000));
    }

    private List<String> heard() {
        List<String> since = List.copyOf(heard);
        heard.clear();
        return since;
    }

    @Test
    void hearsOfWhatIsAddedChangedAndRemoved() throws IOException {
        AccountFolder watched = watched();
        assertFalse(watched.look());
        write("shop.properties", "appid=wx1\nsecret=s\n");
        write("readme.txt", "secret=s");
        assertTrue(watched.look());
        assertEquals(List.of("shop={appid=wx1, secret=s}"), heard());
        assertFalse(watched.look());
        write("shop.properties", "appid=wx2\nsecret=s\n");
        write("School.properties", "\ufeffappid=茶\nsecret=s");
        assertTrue(watched.look());
        assertEquals(2, heard().size());
        Files.delete(folder.resolve("shop.properties"));
        assertTrue(watched.look());
        assertEquals(List.of("shop removed"), heard());
        assertEquals(List.of(), log.lines());
    }

    @Test
    void aBrokenFileKeepsTheAccountThatWasThere() throws IOException {
        AccountFolder watched = watched();
        write("shop.properties", "secret=s");
        watched.look();
        heard();
        write("shop.properties", "appid=wx1");
        assertFalse(watched.look());
        write("shop.properties", "secret=\\u12");
        assertFalse(watched.look());
        Files.write(folder.resolve("shop.properties"), new byte[] {'s', '=', (byte) 0xFF});
        assertFalse(watched.look());
        write("shop.properties", "x".repeat(70_000));
        assertFalse(watched.look());
        assertEquals(List.of(), heard());
        assertEquals(4, log.lines().size(), log.lines()::toString);
        assertTrue(log.lines().stream().allMatch(line -> line.contains("What it said before stays in use")),
                log.lines()::toString);
        assertFalse(watched.look());
        assertEquals(4, log.lines().size(), "once for each version of the file");
        write("shop.properties", "secret=t");
        assertTrue(watched.look());
        assertEquals(List.of("shop={secret=t}"), heard());
    }

    @Test
    void namesThatCannotBeUsedAreSaidAndLeftAlone() throws IOException {
        write("a-b.properties", "secret=s");
        write("a\u202eb.properties", "secret=s");
        write(".properties", "secret=s");
        write("shop.properties", "secret=s");
        write("SHOP.properties", "secret=s");
        Files.createDirectory(folder.resolve("folder.properties"));
        watched().look();
        assertEquals(1, heard().size());
        assertEquals(4, log.lines().size(), log.lines()::toString);
        assertFalse(log.lines().toString().contains("\u202e"));
    }

    @Test
    void aFileThatIsRenamedKeepsItsAccount() throws IOException {
        AccountFolder watched = watched();
        write("Shop.properties", "secret=s");
        watched.look();
        heard();
        Files.move(folder.resolve("Shop.properties"), folder.resolve("shop.properties"));
        assertTrue(watched.look());
        assertEquals(List.of("shop removed", "shop={secret=s}"), heard());
    }

    @Test
    void aFolderThatCannotBeReadChangesNothing() throws IOException {
        write("shop.properties", "secret=s");
        AccountFolder watched = watched();
        watched.look();
        heard();
        Path elsewhere = folder.resolveSibling(folder.getFileName() + "-away");
        Files.move(folder, elsewhere);
        assertFalse(watched.look());
        assertFalse(watched.look());
        assertEquals(1, log.lines().size(), log.lines()::toString);
        Files.move(elsewhere, folder);
        assertFalse(watched.look());
        assertEquals(List.of(), heard());
    }
}
