package io.github.wxconfig.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wxconfig.html.Page;
import jakarta.servlet.ServletOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever an application writes, by whatever calls: it arrives, in as many writes, with the script once right after a
 * tag or not at all. Replays what was found so far;
 * {@code JAZZER_FUZZ=1 mvn test -Djazzer.hooks=true -Dtest=PageResponseFuzzTest#writes} looks for more.
 */
class PageResponseFuzzTest {

    private static final byte[] SCRIPT = "<script>\u0001</script>".getBytes(US_ASCII);
    private static final int CALLS = 16;

    /** Each page of the corpus behind some calls. */
    static List<byte[]> writings() {
        List<byte[]> writings = new ArrayList<>();
        for (Page page : Page.all()) {
            byte[] writing = new byte[CALLS + page.bytes().length];
            for (int i = 0; i < CALLS; i++) {
                writing[i] = (byte) (writings.size() * 31 + i * 37);
            }
            System.arraycopy(page.bytes(), 0, writing, CALLS, page.bytes().length);
            writings.add(writing);
        }
        return writings;
    }

    @MethodSource("writings")
    @FuzzTest(maxDuration = "5m")
    void writes(byte[] writing) throws IOException {
        if (writing.length <= CALLS) {
            return;
        }
        PageSink sink = new PageSink();
        int writes = write(writing, sink.page((xhtml, nonce) -> SCRIPT).getOutputStream());
        byte[] page = Arrays.copyOfRange(writing, CALLS, writing.length);
        String written = new String(page, ISO_8859_1);
        String arrived = sink.arrived.toString(ISO_8859_1);
        assertEquals(writes, sink.writes);
        if (arrived.length() == written.length()) {
            assertEquals(written, arrived);
            return;
        }
        String script = new String(SCRIPT, ISO_8859_1);
        assertEquals(written.length() + script.length(), arrived.length());
        int at = firstDifference(written, arrived);
        int from = arrived.lastIndexOf(script, at);
        assertTrue(from > 0 && arrived.charAt(from - 1) == '>', () -> "not right after a tag: " + from);
        assertEquals(written, arrived.substring(0, from) + arrived.substring(from + script.length()));
    }

    /** The first bytes say, in turns, by which call and in which size the others are written. */
    private static int write(byte[] writing, ServletOutputStream out) throws IOException {
        int writes = 0;
        for (int at = CALLS, turn = 0; at < writing.length; turn++) {
            int call = writing[turn % CALLS] & 0xFF;
            int len = Math.min(writing.length - at, call % 4 == 0 ? 1 : 1 + (call >> 2) * (call >> 2));
            switch (call % 4) {
                case 0:
                    out.write(writing[at]);
                    break;
                case 1:
                    out.write(writing, at, len);
                    break;
                case 2:
                    ((PageOutputStream) out).write(ByteBuffer.wrap(writing, at, len));
                    break;
                default:
                    ByteArrayOutputStream slice = new ByteArrayOutputStream();
                    slice.write(writing, at, len);
                    out.write(slice.toByteArray());
            }
            writes++;
            at += len;
        }
        return writes;
    }

    private static int firstDifference(String one, String other) {
        int i = 0;
        while (i < one.length() && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }
}
