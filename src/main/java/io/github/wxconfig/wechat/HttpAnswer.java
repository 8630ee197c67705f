package io.github.wxconfig.wechat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses one HTTP/1.1 response (RFC 9112). Nothing after the body is read: a connection is used for one request only. For
 * one thread.
 */
final class HttpAnswer {

    /** The {@link #status()} of a response that is not HTTP. */
    static final int NOT_HTTP = -1;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.\\d (\\d{3})(?: .*)?");

    private final InputStream in;
    private final int status;
    private boolean chunked;
    /** {@code Content-Length}, or -1 if the body ends with the connection. */
    private long length = -1;

    /** Reads the status line and the headers. */
    HttpAnswer(InputStream in) throws IOException {
        this.in = in;
        int last = head();
        while (last >= 100 && last < 200 && last != 101) { // interim responses, such as 100 Continue
            last = head();
        }
        this.status = last;
    }

    /** The status code, or {@link #NOT_HTTP}. */
    int status() {
        return status;
    }

    /**
     * Reads the body, once. Returns a truncated body as far as it was received.
     *
     * @param max the maximum length; of a longer body, one byte more than this is returned
     */
    byte[] body(int max) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
        if (!chunked) {
            copy(length < 0 ? Long.MAX_VALUE : length, max, body);
            return body.toByteArray();
        }
        try {
            for (long size = chunkSize(); size > 0 && copy(size, max, body); size = chunkSize()) {
                if (!line().isEmpty()) {
                    throw new IOException("A chunk has the wrong length");
                }
            }
        } catch (EOFException e) {
            // it is truncated
        }
        return body.toByteArray();
    }

    /** Copies up to {@code size} bytes. Returns whether more may follow and fit. */
    private boolean copy(long size, int max, ByteArrayOutputStream body) throws IOException {
        byte[] buffer = new byte[4096];
        long left = size;
        while (left > 0 && body.size() <= max) {
            int n = in.read(buffer, 0, (int) Math.min(Math.min(left, buffer.length), max + 1 - body.size()));
            if (n < 0) {
                return false;
            }
            body.write(buffer, 0, n);
            left -= n;
        }
        return body.size() <= max;
    }

    /** Reads the size of the next chunk; ignores its extensions, which follow a semicolon. */
    private long chunkSize() throws IOException {
        String size = line().split(";", 2)[0].trim();
        if (!size.matches("[0-9A-Fa-f]{1,8}")) {
            throw new IOException("A chunk has no valid size");
        }
        return Long.parseLong(size, 16);
    }

    private int head() throws IOException {
        Matcher first = STATUS_LINE.matcher(line());
        if (!first.matches()) {
            return NOT_HTTP;
        }
        chunked = false;
        length = -1;
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                field(field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 1).trim());
            }
        }
        return Integer.parseInt(first.group(1));
    }

    private void field(String name, String value) {
        if (name.equals("transfer-encoding")) {
            chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
        } else if (name.equals("content-length") && value.matches("\\d{1,18}")) {
            length = Long.parseLong(value);
        }
    }

    /** Reads a line. The socket limits its length. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The response ends within its headers");
            }
            line.write(b);
        }
        String text = new String(line.toByteArray(), StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
