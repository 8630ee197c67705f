package io.github.wxconfig.jar;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a test wants to know of a class file: its version, every text in its constant pool (JVMS 4.4), and the methods that
 * it calls, as in {@code java/lang/System.getProperty}.
 */
record ClassFile(int majorVersion, List<String> constants, Set<String> calls) {

    static final int JAVA_8 = 52;

    static ClassFile read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        data.readInt();
        data.readUnsignedShort();
        int major = data.readUnsignedShort();
        int count = data.readUnsignedShort();
        String[] texts = new String[count];
        int[][] pairs = new int[count][];
        List<int[]> methods = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            int tag = data.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = data.readUTF();
                case 7, 8, 16, 19, 20 -> pairs[i] = new int[] {data.readUnsignedShort()};
                case 15 -> data.skipBytes(3);
                case 9, 12, 17, 18 -> pairs[i] = new int[] {data.readUnsignedShort(), data.readUnsignedShort()};
                case 10, 11 -> methods.add(new int[] {data.readUnsignedShort(), data.readUnsignedShort()});
                case 3, 4 -> data.skipBytes(4);
                case 5, 6 -> {
                    data.skipBytes(8);
                    i++;
                }
                default -> throw new IOException("Unknown constant pool tag [" + tag + "]");
            }
        }
        Set<String> calls = new TreeSet<>();
        for (int[] method : methods) {
            calls.add(texts[pairs[method[0]][0]] + "." + texts[pairs[method[1]][0]]);
        }
        return new ClassFile(major, Arrays.stream(texts).filter(Objects::nonNull).toList(), calls);
    }
}
