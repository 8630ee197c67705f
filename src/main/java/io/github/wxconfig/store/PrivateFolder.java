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
import java.util.UUID;

/**
 * A folder that no other user of the machine can enter, read or replace, wherever it lies.
 *
 * <p>Where others may put something in its place, or in place of a folder above it, it is not used: a link there would have
 * us write, delete or change permissions elsewhere, with the rights of the server. Where nobody can, paths can be trusted
 * between check and use. No link is followed in the folder; what is in there and is not a plain file or folder of ours is
 * deleted. On Windows only links and the owner are checked.
 */
final class PrivateFolder {

    private static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    private static final int MAX_LINKS = 40;
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_ALL = 02;
    private static final int WRITABLE_BY_GROUP = 020;

    private final Path folder;
    private Object me;

    PrivateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes it if it is missing, and checks it with all that is above and in it.
     *
     * @return what {@link #checkSame} wants to know
     * @throws IOException if another user could read or replace it, with the remedy
     */
    Object prepare() throws IOException {
        Files.createDirectories(folder.getParent(), permissions("rwxr-xr-x"));
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            create();
        }
        me = ownerOfWhatWeMake();
        if (UNIX) {
            checkAbove(folder.getParent(), 0);
        }
        if (!owner(folder).equals(me)) {
            throw new IOException("[" + folder + "] belongs to another user; delete it");
        }
        permit(folder, "rwx------");
        tidy(folder);
        return key();
    }

    /** Takes the permissions from what was made in the meantime. */
    void tidy() throws IOException {
        tidy(folder);
    }

    /** @throws IOException if the folder is not the one that was prepared */
    void checkSame(Object prepared) throws IOException {
        if (prepared != null && !prepared.equals(key())) {
            throw new IOException("it was replaced while it was used");
        }
    }

    /** Deletes a file, or a folder with all that is in it; of a link, the link. */
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
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) { // or another node was faster
                throw new IOException("[" + folder + "] is a link or a file and not a folder; delete it");
            }
        }
    }

    /** Java does not say who runs it. A file of a new name is never made through a link. */
    private Object ownerOfWhatWeMake() throws IOException {
        Path probe = folder.resolve("owner-" + UUID.randomUUID());
        Files.createFile(probe, permissions("rw-------"));
        try {
            return owner(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private Object key() throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    private static Object owner(Path path) throws IOException {
        return UNIX ? Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) : Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** From the root on, so that what has been checked cannot be replaced any more. */
    private void checkAbove(Path path, int links) throws IOException {
        if (links > MAX_LINKS) {
            throw new IOException("[" + path + "] has links without end");
        }
        Path at = path.getRoot();
        for (int i = 0; i < path.getNameCount(); i++) {
            Path next = at.resolve(path.getName(i));
            checkEntry(at, next);
            if (Files.isSymbolicLink(next)) {
                Path target = at.resolve(Files.readSymbolicLink(next)).normalize();
                checkAbove(i + 1 == path.getNameCount() ? target : target.resolve(path.subpath(i + 1, path.getNameCount())), links + 1);
                return;
            }
            at = next;
        }
        checkWritable(at);
    }

    /** Whoever owns an entry of a folder that all may write to can put another one in its place; root trusts nobody else at all. */
    private void checkEntry(Path parent, Path entry) throws IOException {
        boolean shared = checkWritable(parent);
        if ((shared || isRoot()) && !isTrusted(owner(entry))) {
            throw new IOException("[" + entry + "] belongs to another user, who may replace it");
        }
    }

    /** Returns whether all may write to it, with the sticky bit. */
    private boolean checkWritable(Path directory) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(directory, "unix:mode,gid", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) attributes.get("mode");
        boolean shared = (mode & WRITABLE_BY_ALL) != 0;
        boolean byGroup = isRoot() && (mode & WRITABLE_BY_GROUP) != 0 && !attributes.get("gid").equals(0);
        if ((shared || byGroup) && (mode & STICKY) == 0) {
            throw new IOException("other users may replace what is in [" + directory + "]: take their right to write (chmod o-w,g-w)"
                    + " or set the sticky bit (chmod +t)");
        }
        return shared;
    }

    private boolean isRoot() {
        return me.equals(0);
    }

    private boolean isTrusted(Object owner) {
        return owner.equals(0) || owner.equals(me);
    }

    private void tidy(Path directory) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                try {
                    tidyEntry(child);
                } catch (NoSuchFileException e) {
                    // another application that shares the folder has deleted it in the meantime
                }
            }
        }
    }

    private void tidyEntry(Path entry) throws IOException {
        if (!owner(entry).equals(me)) {
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

    /** Or else it may be anything of this machine, under another name. */
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
