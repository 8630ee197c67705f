package io.github.wxconfig.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates and checks a folder that no other user of the machine can enter, read or replace, wherever it is.
 *
 * <p>It rejects a folder that other users could replace, or below one that they could replace: with a link in its place they
 * could make the server write, delete or change permissions elsewhere. Once nobody can, a path stays valid between check and
 * use. No link in the folder is followed; everything in it that is not a regular file or folder of the same owner is deleted.
 * On Windows only links and the owner are checked. For one thread.
 */
final class PrivateFolder {

    private static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    private static final int MAX_LINKS = 40;
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_ALL = 02;
    private static final int WRITABLE_BY_GROUP = 020;

    private final Path folder;
    private @Nullable Object user;

    PrivateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Creates the folder if it is missing, and checks it, the folders above it, and its contents.
     *
     * @return the folder's identity, for {@link #checkSame}
     * @throws IOException with the remedy, if another user could read or replace it
     */
    @Nullable Object prepare() throws IOException {
        Path parent = folder.getParent();
        if (parent == null) {
            throw new IOException("[" + folder + "] is not a folder below another one");
        }
        Files.createDirectories(parent, permissions("rwxr-xr-x"));
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            create();
        }
        user = ownerOfNewFiles();
        if (UNIX) {
            checkAbove(parent, 0);
        }
        if (!owner(folder).equals(user)) {
            throw new IOException("[" + folder + "] belongs to another user; delete it");
        }
        permit(folder, "rwx------");
        tidy(folder);
        return key();
    }

    /** Restricts the permissions of files that were created in the meantime. */
    void tidy() throws IOException {
        tidy(folder);
    }

    /**
     * Checks that the folder is still the one that was prepared.
     *
     * @throws IOException if it is another one
     */
    void checkSame(@Nullable Object prepared) throws IOException {
        if (prepared != null && !prepared.equals(key())) {
            throw new IOException("it was replaced while it was used");
        }
    }

    /** Deletes a file, a folder with its contents, or a link without its target. */
    static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    delete(child);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    private void create() throws IOException {
        try {
            Files.createDirectory(folder, permissions("rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) { // else another node has created it
                throw new IOException("[" + folder + "] is a link or a file and not a folder; delete it");
            }
        }
    }

    /** Returns the user that runs the JVM, which Java does not tell. A file with a new name is never created through a link. */
    private Object ownerOfNewFiles() throws IOException {
        Path probe = folder.resolve("owner-" + UUID.randomUUID());
        Files.createFile(probe, permissions("rw-------"));
        try {
            return owner(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private @Nullable Object key() throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    private static Object owner(Path path) throws IOException {
        return UNIX ? Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                : Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Checks the path from the root down, so that what has been checked can no longer be replaced. */
    private void checkAbove(Path path, int links) throws IOException {
        if (links > MAX_LINKS) {
            throw new IOException("[" + path + "] has too many links");
        }
        Path at = path.getRoot();
        for (int i = 0; i < path.getNameCount(); i++) {
            Path next = at.resolve(path.getName(i));
            checkEntry(at, next);
            if (Files.isSymbolicLink(next)) {
                Path target = at.resolve(Files.readSymbolicLink(next)).normalize();
                checkAbove(i + 1 == path.getNameCount() ? target : target.resolve(path.subpath(i + 1, path.getNameCount())),
                        links + 1);
                return;
            }
            at = next;
        }
        checkWritable(at);
    }

    /** Checks the owner of an entry, who can replace it in a folder with the sticky bit. Root trusts no other owner at all. */
    private void checkEntry(Path parent, Path entry) throws IOException {
        boolean shared = checkWritable(parent);
        if ((shared || isRoot()) && !isTrusted(owner(entry))) {
            throw new IOException("[" + entry + "] belongs to another user, who may replace it");
        }
    }

    /** Returns whether everybody may write to the folder, which then has the sticky bit. */
    private boolean checkWritable(Path directory) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(directory, "unix:mode,gid", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) Objects.requireNonNull(attributes.get("mode"));
        boolean shared = (mode & WRITABLE_BY_ALL) != 0;
        boolean byGroup = isRoot() && (mode & WRITABLE_BY_GROUP) != 0 && !Integer.valueOf(0).equals(attributes.get("gid"));
        if ((shared || byGroup) && (mode & STICKY) == 0) {
            throw new IOException("other users may replace the contents of [" + directory
                    + "]: remove their write permission (chmod o-w,g-w) or set the sticky bit (chmod +t)");
        }
        return shared;
    }

    private boolean isRoot() {
        return Integer.valueOf(0).equals(user);
    }

    private boolean isTrusted(Object owner) {
        return owner.equals(0) || owner.equals(user);
    }

    private void tidy(Path directory) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                try {
                    tidyEntry(child);
                } catch (NoSuchFileException e) {
                    // another application that shares the folder has deleted it
                }
            }
        }
    }

    private void tidyEntry(Path entry) throws IOException {
        if (!owner(entry).equals(user)) {
            delete(entry);
        } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            permit(entry, "rwx------");
            tidy(entry);
        } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) && hasOneName(entry)) {
            permit(entry, "rw-------");
        } else {
            Files.deleteIfExists(entry);
        }
    }

    /** Whether the file has no other name; with another it could be any file of this machine. */
    private static boolean hasOneName(Path file) throws IOException {
        return !UNIX || Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS).equals(1);
    }

    private static void permit(Path path, String permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null && !PosixFilePermissions.toString(view.readAttributes().permissions()).equals(permissions)) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return UNIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }
}
