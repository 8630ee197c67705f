package io.github.wxconfig.account;

import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.text.ShownText;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Watches a folder with one file {@code NAME.properties} for each account, and tells which have been added, changed or removed
 * since it looked last. For one thread at a time.
 *
 * <p>A file counts as changed if its time, its size or its identity is another. Files are UTF-8. A file that cannot be read, or
 * the
 * folder itself, leaves the accounts as they are; it is logged once until that has changed.
 */
public final class AccountFolder {

    /** Hears of the changes. */
    public interface Listener {

        /**
         * Takes what a new or changed file says, by the names of options.
         *
         * @return why the account cannot be used, a clause; {@code null} if it can
         */
        @Nullable String changed(String name, String file, Map<String, String> properties);

        /** Hears that the file is no longer there. */
        void removed(String name);
    }

    private static final String SUFFIX = ".properties";
    /** No account needs more; a wrong file must not exhaust the memory. */
    private static final long MAX_BYTES = 64 * 1024L;

    private final FilterLog log;
    private final Path folder;
    private final Predicate<String> isName;
    private final Listener listener;
    /** What each file was when it was read last, by the file's name. */
    private final Map<String, String> known = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private boolean failed;

    /**
     * @param isName whether an account may have this name
     * @param logPrefix what each line in the log begins with
     */
    public AccountFolder(Path folder, Predicate<String> isName, Listener listener, String logPrefix) {
        this.log = new FilterLog(AccountFolder.class, logPrefix);
        this.folder = folder;
        this.isName = isName;
        this.listener = listener;
    }

    /** Looks at the folder, and tells the listener what has changed. Returns whether anything has. Never throws. */
    public boolean look() {
        Map<String, String> found;
        try {
            found = files();
        } catch (IOException | RuntimeException e) { // a DirectoryIteratorException among them
            if (!failed) {
                failed = true;
                log.warning("The folder [" + folder + "] of wxconfig.accountsDir cannot be read [" + describe(e)
                        + "]; the accounts stay as they"
                        + " are. Create it, or give the user that runs the server permission to read it");
            }
            return false;
        }
        failed = false;
        boolean changed = forget(found.keySet());
        for (Map.Entry<String, String> file : found.entrySet()) {
            if (!file.getValue().equals(known.put(file.getKey(), file.getValue()))) {
                changed |= read(file.getKey());
            }
        }
        return changed;
    }

    /** Whether the folder could be read at the last look. */
    public boolean isRead() {
        return !failed;
    }

    /** Tells of the files that are no longer there; the files that were refused because of one of them are read again. */
    private boolean forget(Set<String> found) {
        Set<String> gone = new HashSet<>(known.keySet());
        gone.removeAll(found);
        boolean changed = false;
        for (String file : gone) {
            known.remove(file);
            String name = names.remove(file);
            if (name != null) {
                listener.removed(name);
                known.keySet().removeIf(other -> name.equals(name(other)));
                changed = true;
            }
        }
        return changed;
    }

    private static String name(String file) {
        return file.substring(0, file.length() - SUFFIX.length()).toLowerCase(Locale.ROOT);
    }

    /** Returns what each file is now, by the files' names, in their order. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : stream) {
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    if (attributes.isRegularFile()) {
                        files.put(file.getFileName().toString(),
                                attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
                    }
                } catch (NoSuchFileException removedMeanwhile) {
                    log.log(Level.FINE, "The file [" + file + "] has just been removed");
                }
            }
        }
        return files;
    }

    private boolean read(String file) {
        String name = name(file);
        String fault;
        if (!isName.test(name)) {
            fault = "its name is not one for an account: letters and digits, and no word that options begin with";
        } else if (names.containsValue(name) && !name.equals(names.get(file))) {
            fault = "another file has the same name in other case";
        } else {
            fault = take(name, file);
        }
        if (fault != null) {
            log.warning("The account of [" + ShownText.line(folder.resolve(file).toString()) + "] cannot be used: " + fault
                    + (names.containsKey(file) ? ". What it said before stays in use" : "")
                    + ". Correct the file; it is read again when it has changed");
        }
        return fault == null;
    }

    private @Nullable String take(String name, String file) {
        Map<String, String> properties = new HashMap<>();
        try {
            Path path = folder.resolve(file);
            if (Files.size(path) > MAX_BYTES) {
                return "it is larger than " + MAX_BYTES + " bytes";
            }
            Properties read = new Properties();
            try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                read.load(reader);
            }
            read.stringPropertyNames().forEach(key -> properties.put(key, read.getProperty(key)));
        } catch (IOException | RuntimeException e) { // an IllegalArgumentException about an escape
            return "it cannot be read as properties in UTF-8 [" + describe(e) + "]";
        }
        String fault;
        try {
            fault = listener.changed(name, "[" + file + "]", properties);
        } catch (RuntimeException | LinkageError e) { // the other files must not suffer from it
            return "it could not be used [" + e.getClass().getSimpleName() + "]";
        }
        if (fault == null) {
            names.put(file, name);
        }
        return fault;
    }

    /** The message may quote a value. */
    private static String describe(Exception e) {
        return e.getClass().getSimpleName();
    }
}
