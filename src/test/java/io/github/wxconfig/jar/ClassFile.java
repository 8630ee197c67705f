package io.github.wxconfig.jar;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** What a test wants to know of a class file: its version and every text in its constant pool (JVMS 4.4). */
record ClassFile(int majorVersion, List<String> constants) {

    static final int JAVA_8 = 52;

    static ClassFile read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        data.readInt();
        data.readUnsignedShort();
        int major = data.readUnsignedShort();
        int count = data.readUnsignedShort();
        List<String> constants = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            int tag = data.readUnsignedByte();
            switch (tag) {
                case 1 -> constants.add(data.readUTF());
                case 7, 8, 16, 19, 20 -> data.skipBytes(2);
                case 15 -> data.skipBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> data.skipBytes(4);
                case 5, 6 -> {
                    data.skipBytes(8);
                    i++;
                }
                default -> throw new IOException("Unknown constant pool tag [" + tag + "]");
            }
        }
        return new ClassFile(major, constants);
    }
}
