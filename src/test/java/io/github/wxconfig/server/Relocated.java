package io.github.wxconfig.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Puts a class that was compiled against jakarta.servlet into an application of either era, by the names in its constants. */
final class Relocated {

    private Relocated() {
    }

    /** Adds the class and those nested in it. */
    static WebApp add(WebApp app, Class<?> type, Era era) {
        try {
            Path folder = Path.of(type.getResource(type.getSimpleName() + ".class").toURI()).getParent();
            for (Path file : files(folder, type.getSimpleName())) {
                byte[] bytes = Files.readAllBytes(file);
                app.file("WEB-INF/classes/" + type.getPackageName().replace('.', '/') + "/" + file.getFileName(),
                        era == Era.JAKARTA ? bytes : javax(bytes));
            }
            return app;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name + "(\\$.*)?\\.class")).toList();
        }
    }

    /** Copies a class file with {@code jakarta.servlet} renamed in the texts of its constant pool (JVMS 4.4). */
    private static byte[] javax(byte[] bytes) throws IOException {
        ByteArrayOutputStream renamed = new ByteArrayOutputStream();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
                DataOutputStream out = new DataOutputStream(renamed)) {
            out.writeLong(in.readLong());
            int count = in.readUnsignedShort();
            out.writeShort(count);
            for (int i = 1; i < count; i++) {
                i += constant(in, out);
            }
            in.transferTo(out);
        }
        return renamed.toByteArray();
    }

    /** @return how many entries it takes besides one */
    private static int constant(DataInputStream in, DataOutputStream out) throws IOException {
        int tag = in.readUnsignedByte();
        out.writeByte(tag);
        if (tag == 1) {
            out.writeUTF(in.readUTF().replace("jakarta/servlet", "javax/servlet").replace("jakarta.servlet", "javax.servlet"));
            return 0;
        }
        int length = switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 5, 6 -> 8;
            default -> 4;
        };
        out.write(in.readNBytes(length));
        return length == 8 ? 1 : 0;
    }
}
