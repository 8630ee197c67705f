package io.github.wxconfig.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.ticket.Fork;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EhcacheStoreTest extends CredentialStoreContract {

    @TempDir
    Path dir;

    @Override
    CredentialStore open() throws Exception {
        return new EhcacheStore(dir, clock);
    }

    private EhcacheStore store() {
        return new EhcacheStore(dir, clock);
    }

    @Nested
    class AfterARestart extends CredentialStoreContract {

        @TempDir
        Path dir;

        @Override
        CredentialStore open() throws Exception {
            return new EhcacheStore(dir, clock);
        }

        @Override
        CredentialStore between(CredentialStore written) throws Exception {
            written.close();
            return open();
        }
    }

    @Test
    void survivesAKilledProcess() throws Exception {
        Process writer = Fork.java(EhcacheWriter.class, dir.toString());
        try {
            assertEquals("written", Fork.nextLine(writer));
        } finally {
            Fork.kill(writer);
        }
        assertEquals("written by the killed one", new EhcacheStore(dir, Clock.systemUTC()).get("key").value());
    }

    /** Writes one credential, says so, and waits to be killed. */
    static final class EhcacheWriter {

        public static void main(String[] args) throws Exception {
            Clock clock = Clock.systemUTC();
            new EhcacheStore(Path.of(args[0]), clock)
                    .put("key", credential("written by the killed one", clock.instant(), 7200));
            System.out.println("written");
            System.in.read();
        }
    }

    @Test
    void aProcessKilledInTheMiddleOfWritingHarmsNothing() throws Exception {
        for (int round = 0; round < 3; round++) {
            Process writer = Fork.java(EhcacheHammer.class, dir.toString());
            try {
                assertEquals("writing", Fork.nextLine(writer));
            } finally {
                Fork.kill(writer);
            }
            EhcacheStore store = new EhcacheStore(dir, Clock.systemUTC());
            Credential left = store.get("key");
            assertTrue(left == null || left.value().startsWith("number "), "left: " + left);
            store.put("key", credential("number after", Clock.systemUTC().instant(), 7200));
            assertEquals("number after", store.get("key").value());
        }
    }

    /** Writes without end. */
    static final class EhcacheHammer {

        public static void main(String[] args) throws Exception {
            Fork.endWithParent();
            EhcacheStore store = new EhcacheStore(Path.of(args[0]), Clock.systemUTC());
            for (int i = 0;; i++) {
                store.put("key", credential("number " + i, Clock.systemUTC().instant(), 7200));
                if (i == 5) {
                    System.out.println("writing");
                }
            }
        }
    }

    @Test
    void twoVersionsOfAnApplicationCanShareTheFolder() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Void>> versions = new ArrayList<>();
            for (int version = 0; version < 2; version++) {
                String key = "key" + version;
                versions.add(() -> {
                    EhcacheStore store = store();
                    for (int i = 0; i < 5; i++) {
                        Credential credential = credential("value " + i, clock.instant(), 7200);
                        store.put(key, credential);
                        assertEquals(credential, store.get(key));
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(versions)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aLockThatIsNeverGivenBackEndsInAnError() throws Exception {
        EhcacheStore store = store();
        Path lock = Files.createDirectories(dir.resolve(EhcacheStore.FOLDER)).resolve("lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertTrue(held.isValid());
            IOException e = assertThrows(IOException.class, () -> store.get("key"));
            assertTrue(e.getMessage().contains("locked"), e::getMessage);
        }
        assertNull(store.get("key"));
    }

    @Test
    void leavesNoThreadAndNoMBean() throws Exception {
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        Set<?> beans = ManagementFactory.getPlatformMBeanServer().queryNames(null, null);
        EhcacheStore store = store();
        store.put("key", credential("value", clock.instant(), 7200));
        store.get("key");
        List<Thread> left = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> !threads.contains(t) && t.getName().contains("hcache")).toList();
        for (Thread thread : left) {
            thread.join(2000);
            assertFalse(thread.isAlive(), thread::getName);
        }
        assertEquals(beans, ManagementFactory.getPlatformMBeanServer().queryNames(null, null));
    }

    @Test
    void onlyTheOwnerCanReadTheFiles() throws Exception {
        assumeTrue(Files.getFileStore(dir).supportsFileAttributeView("posix"));
        EhcacheStore store = store();
        store.put("key", credential("value", clock.instant(), 7200));
        try (Stream<Path> paths = Files.walk(dir.resolve(EhcacheStore.FOLDER))) {
            for (Path path : paths.toList()) {
                assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path::toString);
            }
        }
    }

    @Test
    void aFileInPlaceOfTheFolderIsAnErrorWithARemedy() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "somebody's");
        IOException e = assertThrows(IOException.class, () -> new EhcacheStore(file, clock).get("key"));
        assertTrue(e.getMessage().contains("wxconfig.storeDir"), e::getMessage);
        assertEquals("somebody's", Files.readString(file));
    }

    @Test
    void aReadOnlyPlaceIsAnErrorWithARemedy() {
        Path readOnly = Path.of("/proc/self");
        assumeTrue(Files.isDirectory(readOnly), "Where even root can write nothing");
        IOException e = assertThrows(IOException.class, () -> new EhcacheStore(readOnly, clock).get("key"));
        assertTrue(e.getMessage().contains("wxconfig.storeDir"), e::getMessage);
    }

    @Test
    void aFullDiskIsAnErrorBeforeAnythingIsWritten() throws Exception {
        EhcacheStore store = new EhcacheStore(dir, clock, Long.MAX_VALUE);
        IOException e = assertThrows(IOException.class, () -> store.put("key", credential("value", clock.instant(), 7200)));
        assertTrue(e.getMessage().contains("its disk is full"), e::getMessage);
        assertEquals(List.of(), files().stream().filter(f -> Files.exists(f) && !f.endsWith("lock")).toList());
    }

    @Test
    void somebodyElsesFilesBesideItStay() throws Exception {
        Path theirs = Files.writeString(dir.resolve("theirs.txt"), "somebody's");
        store().put("key", credential("value", clock.instant(), 7200));
        assertEquals("somebody's", Files.readString(theirs));
    }

    /** It tells of each opening. Open Liberty sets the level of every logger, and others reset them all when they start. */
    @Test
    void ehcacheIsNotHeardWhateverLevelsItsLoggersHave() throws Exception {
        List<Logger> held = new ArrayList<>();
        try (LogCapture log = new LogCapture("")) {
            for (Level level : new Level[] {Level.ALL, Level.INFO, null}) {
                store().put("key", credential("value", clock.instant(), 7200));
                Collections.list(LogManager.getLogManager().getLoggerNames()).stream()
                        .filter(name -> name.startsWith("org.ehcache")).map(Logger::getLogger).forEach(logger -> {
                            held.add(logger);
                            logger.setLevel(level);
                        });
            }
            assertEquals(List.of(),
                    log.records.stream().map(LogRecord::getLoggerName).filter(name -> name.startsWith("org.ehcache")).toList());
        }
    }

    @Test
    void corruptFilesAreNeverBelievedAndDoNotStayInTheWay() throws Exception {
        Credential right = credential("value", clock.instant(), 7200);
        store().put("key", right);
        List<Path> files = files();
        assertTrue(files.size() >= 4, files::toString);
        try (LogCapture log = new LogCapture("io.github.wxconfig")) {
            for (Path file : files) {
                for (byte[] wrong : List.of(new byte[0], new byte[100_000], "garbage".getBytes(StandardCharsets.US_ASCII))) {
                    Files.write(file, wrong);
                    Credential left = store().get("key");
                    assertTrue(left == null || left.equals(right), file + " gave " + left);
                    store().put("key", right);
                    assertEquals(right, store().get("key"), file::toString);
                }
            }
            assertTrue(log.lines().stream()
                    .allMatch(line -> line.matches("WARNING The files in the folder .* cannot be read .*; deleting them")),
                    log.lines()::toString);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.walk(dir)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aFolderThatSomebodyTidiesUpIsMadeAgain() throws Exception {
        EhcacheStore store = store();
        Credential credential = credential("value", clock.instant(), 7200);
        store.put("key", credential);
        for (Path file : files()) {
            Files.delete(file);
        }
        assertNull(store.get("key"));
        Files.move(dir.resolve(EhcacheStore.FOLDER), dir.resolve("elsewhere"));
        store.put("key", credential);
        assertEquals(credential, store.get("key"));
    }

    @Test
    void aLinkInPlaceOfOurFolderIsNotFollowed() throws Exception {
        Path theirs = Files.createDirectory(dir.resolve("theirs"));
        Files.createSymbolicLink(dir.resolve(EhcacheStore.FOLDER), theirs);
        assertThrows(IOException.class, () -> store().get("key"));
        try (Stream<Path> left = Files.list(theirs)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void foreignFilesInPlaceOfOursAreReplaced() throws Exception {
        Path ours = Files.createDirectories(dir.resolve(EhcacheStore.FOLDER));
        Files.writeString(ours.resolve("ehcache"), "not a folder");
        try (LogCapture log = new LogCapture("io.github.wxconfig")) {
            store().put("key", credential("value", clock.instant(), 7200));
            assertEquals(1, log.lines().size(), log.lines()::toString);
        }
        assertEquals("value", store().get("key").value());
    }
}
