package io.github.wxconfig.store;

import static io.github.wxconfig.store.CredentialStoreContract.credential;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxconfig.ticket.FakeTimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another user of the machine may prepare for a server that runs as root: nothing of it takes effect elsewhere. */
class PrivateFolderTest {

    private static final int SOMEBODY = 65_534;

    @TempDir
    Path dir;

    private final FakeTimeSource clock = new FakeTimeSource();
    private Path shared;
    private Path theirs;
    private Path file;

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(Files.getFileStore(dir).supportsFileAttributeView("posix"), "Where files have an owner and a mode");
        assumeTrue(Files.getAttribute(dir, "unix:uid").equals(0), "Who is not root cannot play another user");
        shared = Files.createDirectory(dir.resolve("shared"));
        Files.setAttribute(shared, "unix:mode", 01777);
        theirs = Files.createDirectory(dir.resolve("theirs"));
        Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rwxr-xr-x"));
        file = Files.writeString(theirs.resolve("file"), "precious");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private EhcacheStore store(Path parent) {
        return new EhcacheStore(parent, clock);
    }

    private void use(Path parent) throws IOException {
        store(parent).put("key", credential("value", clock.instant(), 7200));
        assertEquals("value", store(parent).get("key").value());
    }

    private void refused(Path parent, String reason) throws IOException {
        IOException e = assertThrows(IOException.class, () -> use(parent));
        assertTrue(e.getMessage().contains(reason) && e.getMessage().contains("wxconfig.storeDir"), e::getMessage);
        untouched();
    }

    private void untouched() throws IOException {
        assertEquals("precious", Files.readString(file));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(theirs)));
        try (Stream<Path> left = Files.list(theirs)) {
            assertEquals(1, left.count());
        }
    }

    private static Path giveAway(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
        return path;
    }

    /** Whose classes another loader has, so that no monitor of ours keeps them apart. */
    @Test
    void applicationsOfOneServerMakeItReadyAtTheSameTime() {
        Path folder = dir.resolve("ours").resolve("folder");
        Stream<CompletableFuture<Void>> applications = Stream.generate(() -> CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 1000; i++) {
                    new PrivateFolder(folder).prepare();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, task -> new Thread(task).start())).limit(3);
        applications.toList().forEach(CompletableFuture::join);
    }

    @Test
    void aSharedFolderWithTheStickyBitWillDo() throws Exception {
        use(shared);
        use(shared.resolve("made/by/us"));
        untouched();
    }

    @Test
    void aFolderOfAnotherUserIsNotUsed() throws Exception {
        Path folder = giveAway(Files.createDirectory(shared.resolve(EhcacheStore.FOLDER)));
        refused(shared, "belongs to another user");
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aLinkInPlaceOfTheFolderIsNotFollowed() throws Exception {
        giveAway(Files.createSymbolicLink(shared.resolve(EhcacheStore.FOLDER), theirs));
        refused(shared, "is a link or a file");
    }

    @Test
    void aLinkOfAnotherUserAboveItIsNotFollowed() throws Exception {
        giveAway(Files.createSymbolicLink(shared.resolve("link"), dir.resolve("elsewhere")));
        Files.createDirectory(dir.resolve("elsewhere"));
        refused(shared.resolve("link"), "[" + shared.resolve("link") + "] belongs to another user");
        refused(shared.resolve("link/below"), "[" + shared.resolve("link") + "] belongs to another user");
    }

    @Test
    void aLinkOfTheOperatorsIs() throws Exception {
        Files.createDirectory(dir.resolve("disk"));
        Files.createSymbolicLink(dir.resolve("data"), Path.of("disk"));
        use(dir.resolve("data"));
        use(dir.resolve("data/below"));
    }

    @Test
    void aFolderAboveItThatAnybodyMayReplaceIsNamedWithTheRemedy() throws Exception {
        Files.setAttribute(shared, "unix:mode", 0777);
        refused(shared, "other users may replace the contents of [" + shared + "]");
        refused(shared.resolve("made/by/us"), "other users may replace the contents of [" + shared + "]");
        Files.setAttribute(shared, "unix:mode", 01777);
        use(shared);
        use(shared.resolve("made/by/us"));
    }

    @Test
    void rootTrustsNoOtherOwnerAndNoOtherGroup() throws Exception {
        Path home = giveAway(Files.createDirectory(dir.resolve("home")));
        refused(home, "belongs to another user");
        Path group = Files.createDirectory(dir.resolve("group"));
        Files.setAttribute(group, "unix:gid", SOMEBODY);
        Files.setAttribute(group, "unix:mode", 0775);
        refused(group, "other users may replace the contents of [" + group + "]");
    }

    @Test
    void whatWasPlantedInAFolderThatWasOpenIsDeletedAndHasNoEffect() throws Exception {
        Path folder = Files.createDirectory(shared.resolve(EhcacheStore.FOLDER));
        Files.setAttribute(folder, "unix:mode", 0777);
        Files.createSymbolicLink(folder.resolve("lock"), file);
        Files.createSymbolicLink(folder.resolve("ehcache"), theirs);
        Files.createLink(folder.resolve("hard"), file);
        giveAway(Files.createDirectory(folder.resolve("directory")));
        Files.createSymbolicLink(folder.resolve("directory/link"), theirs);
        use(shared);
        untouched();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        assertTrue(Files.isRegularFile(folder.resolve("lock"), LinkOption.NOFOLLOW_LINKS));
        assertFalse(Files.exists(folder.resolve("hard"), LinkOption.NOFOLLOW_LINKS));
        assertFalse(Files.exists(folder.resolve("directory"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void whatIsCorruptIsDeletedWithoutFollowingLinks() throws Exception {
        use(shared);
        Path ehcache = shared.resolve(EhcacheStore.FOLDER).resolve("ehcache");
        PrivateFolder.delete(ehcache);
        Files.createDirectory(ehcache);
        Files.createSymbolicLink(ehcache.resolve("link"), theirs);
        PrivateFolder.delete(ehcache);
        untouched();
    }
}
