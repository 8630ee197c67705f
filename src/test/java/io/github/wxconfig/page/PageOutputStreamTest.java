package io.github.wxconfig.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.script.PageScript;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What arrives at the container for what the application writes. */
class PageOutputStreamTest {

    private static final String SCRIPT = PageServer.SCRIPT;
    private static final PageScript MAKER = (xhtml, nonce) -> SCRIPT.getBytes(US_ASCII);
    private static final String PAGE = "<html><head><title>0123456789</title></head><body>abcdefghij</body></html>";
    private static final String INJECTED = PAGE.replace("<head>", "<head>" + SCRIPT);

    private PageSink sink = new PageSink();

    @Test
    void writesOnceForEachWrite() throws IOException {
        for (int size = 1; size <= PAGE.length(); size++) {
            sink = new PageSink();
            write(sink.page(MAKER).getOutputStream(), size);
            assertEquals(INJECTED, sink.text());
            assertEquals((PAGE.length() + size - 1) / size, sink.writes);
            assertEquals(0, sink.flushes);
        }
        sink = new PageSink();
        ServletOutputStream out = sink.page(MAKER).getOutputStream();
        for (byte b : PAGE.getBytes(US_ASCII)) {
            out.write(b);
        }
        assertEquals(INJECTED, sink.text());
        assertEquals(PAGE.length(), sink.writes);
    }

    @Test
    void correctsALengthThatNoIntHolds() throws IOException {
        PageResponse page = sink.page(MAKER);
        page.setContentLengthLong(3_000_000_000L);
        page.getOutputStream().write(PAGE.getBytes(US_ASCII));
        assertEquals(String.valueOf(3_000_000_000L + SCRIPT.length()), sink.headers.get("Content-Length"));
    }

    @Test
    void takesBuffersOfEveryKindWithoutAskingWhetherTheContainerIsReady() throws IOException {
        ByteBuffer heap = ByteBuffer.wrap(("junk" + PAGE + "junk").getBytes(US_ASCII), 4, PAGE.length());
        ByteBuffer direct = ByteBuffer.allocateDirect(PAGE.length()).put(PAGE.getBytes(US_ASCII));
        direct.flip();
        for (ByteBuffer buffer : new ByteBuffer[] {heap.duplicate(), heap.slice(), heap.asReadOnlyBuffer(), direct}) {
            sink = new PageSink();
            ((PageOutputStream) sink.page(MAKER).getOutputStream()).write(buffer);
            assertEquals(INJECTED, sink.text());
            assertEquals(1, sink.writes);
            assertEquals(0, buffer.remaining());
        }
    }

    @Test
    void takesPlainTextBeforeAFilterThatWillCompressIt() throws IOException {
        sink.headers.put("Content-Encoding", "gzip");
        sink.page(MAKER).getOutputStream().write(PAGE.getBytes(US_ASCII));
        assertEquals(INJECTED, sink.text());
    }

    @Test
    void leavesWhatTheApplicationCompressedItselfAlone() throws IOException {
        PageResponse page = sink.page(MAKER);
        page.setHeader("Content-Encoding", "gzip");
        page.getOutputStream().write(PAGE.getBytes(US_ASCII));
        assertEquals(PAGE, sink.text());
    }

    @Test
    void losesAndDoublesNothingWhenTheClientGoesAway() throws IOException {
        for (int size : new int[] {1, 3, 7, 12, 13, 40, PAGE.length()}) {
            for (int n = 0; n < INJECTED.length(); n++) {
                sink = new PageSink().breakingAt(n, false);
                ServletOutputStream out = sink.page(MAKER).getOutputStream();
                assertThrows(IOException.class, () -> write(out, size));
                assertEquals(INJECTED.substring(0, n), sink.text());
            }
        }
    }

    @Test
    void writesNoScriptAfterAFailureBeforeIt() throws IOException {
        for (int size : new int[] {1, 3, 7}) {
            for (int n = 0; n < PAGE.indexOf("<title>") - size; n++) {
                sink = new PageSink().breakingAt(n, true);
                PageResponse page = sink.page(MAKER);
                writeOn(page.getOutputStream(), size);
                assertTrue(!sink.text().contains("SCRIPT"), sink.text());
                assertEquals(PAGE.length() - (size - n % size), sink.text().length()); // what broke is what is missing
            }
        }
    }

    @Test
    void writesNoSecondScriptAfterAFailureInIt() throws IOException {
        sink = new PageSink().breakingAt(20, true);
        ServletOutputStream out = sink.page(MAKER).getOutputStream();
        assertThrows(IOException.class, () -> out.write(PAGE.getBytes(US_ASCII)));
        out.write(PAGE.getBytes(US_ASCII));
        assertEquals(INJECTED.substring(0, 20) + PAGE, sink.text());
    }

    @Test
    void callsForNoScriptBeforeThePlaceIsFound() throws IOException {
        ServletOutputStream out = sink.page((xhtml, nonce) -> {
            throw new AssertionError("too early");
        }).getOutputStream();
        out.print("<html><head");
        out.flush();
        assertEquals("<html><head", sink.text());
        assertEquals(1, sink.flushes);
    }

    @Test
    void streamsAGigabyteWithoutTakingMemory() throws IOException {
        byte[] markup = PAGE.substring(0, 40).getBytes(US_ASCII);
        assertTrue(allocated(markup) < 100_000, "with the script, [" + allocated(markup) + "] bytes");
        byte[] comment = "<!-- a comment without an end ".getBytes(US_ASCII);
        assertTrue(allocated(comment) < 100_000, "still searching, [" + allocated(comment) + "] bytes");
    }

    /** Bytes that this thread takes for a page of 1 GB that begins like this and goes on with blanks. */
    private long allocated(byte[] start) throws IOException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] block = new byte[8192];
        ServletOutputStream out = new PageSink().forgetful().page(MAKER).getOutputStream();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        out.write(start);
        for (int i = 0; i < (1 << 30) / block.length; i++) {
            out.write(block);
        }
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    private static void write(ServletOutputStream out, int size) throws IOException {
        byte[] bytes = PAGE.getBytes(US_ASCII);
        for (int at = 0; at < bytes.length; at += size) {
            out.write(bytes, at, Math.min(size, bytes.length - at));
        }
    }

    /** As an application that does not care. */
    private static void writeOn(ServletOutputStream out, int size) {
        byte[] bytes = PAGE.getBytes(US_ASCII);
        for (int at = 0; at < bytes.length; at += size) {
            try {
                out.write(bytes, at, Math.min(size, bytes.length - at));
            } catch (IOException e) {
                assertEquals("broken pipe", e.getMessage());
            }
        }
    }

    /** Page by page, not write by write: a page may come in single bytes. */
    @Test
    void asksTheContainerNoMoreForManyWrites() throws Exception {
        for (PageSink sink : new PageSink[] {new PageSink().forgetful(), new PageSink().forgetful().refusingHeaders()}) {
            ServletOutputStream out = sink.page((xhtml, nonce) -> new byte[0]).getOutputStream();
            for (byte b : "<html><p>".getBytes(US_ASCII)) {
                out.write(b);
            }
            for (int i = 0; i < 10_000; i++) {
                out.write('x');
            }
            int calls = sink.calls;
            for (int i = 0; i < 100_000; i++) {
                out.write('x');
            }
            assertEquals(calls, sink.calls);
        }
    }
}
