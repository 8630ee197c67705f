package io.github.wxconfig.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** What came over the wire in answer to one request. */
record Answer(byte[] raw) {

    int status() {
        return Integer.parseInt(statusLine().split(" ", 3)[1]);
    }

    String statusLine() {
        return head().split("\r\n", 2)[0];
    }

    /** The header's first value, or {@code null}. */
    String header(String name) {
        return headers().stream().filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
                .map(line -> line.substring(name.length() + 1).trim()).findFirst().orElse(null);
    }

    List<String> headers() {
        List<String> lines = Arrays.asList(head().split("\r\n"));
        return lines.subList(1, lines.size());
    }

    /** What a second request to the same page would get again: all but the date and names of sessions. */
    String withoutPassingThings() {
        return new String(raw, StandardCharsets.ISO_8859_1)
                .replaceAll("(?m)^Date: .*\r\n", "")
                .replaceAll("(?i)(jsessionid=)[\\w.:!-]+", "$1*");
    }

    /**
     * The same without the way in which its length is told, which a page that is written by another thread leaves to chance:
     * of 600 such pages, Resin without the jar sent two in chunks, and the others with a length.
     */
    String withoutFraming() {
        String head = head().replaceAll("(?mi)^(Content-Length|Transfer-Encoding): .*(\r\n)?", "").strip() + "\r\n\r\n";
        return new Answer((head + new String(body(), StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1))
                .withoutPassingThings();
    }

    /** The same without its compression. */
    Answer unzipped() {
        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(body()))) {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            plain.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.write(body.readAllBytes());
            return new Answer(plain.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(toString(), e);
        }
    }

    byte[] body() {
        byte[] body = Arrays.copyOfRange(raw, head().length() + 4, raw.length);
        return "chunked".equalsIgnoreCase(header("Transfer-Encoding")) ? joined(body) : body;
    }

    String text() {
        return text(StandardCharsets.UTF_8);
    }

    String text(Charset charset) {
        return new String(body(), charset);
    }

    private String head() {
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("Not an HTTP answer: [" + text + "]");
        }
        return text.substring(0, end);
    }

    private static byte[] joined(byte[] chunks) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (at < chunks.length) { // it ends early where the server gave up
            int line = at;
            while (chunks[line] != '\r') {
                line++;
            }
            int size = Integer.parseInt(new String(chunks, at, line - at, StandardCharsets.US_ASCII).trim(), 16);
            if (size == 0) {
                break;
            }
            body.write(chunks, line + 2, size);
            at = line + 2 + size + 2;
        }
        return body.toByteArray();
    }

    @Override
    public String toString() {
        return new String(raw, StandardCharsets.UTF_8);
    }
}
