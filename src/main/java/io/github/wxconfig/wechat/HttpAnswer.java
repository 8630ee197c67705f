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
 * Reads what a server answers to one request, by the rules of HTTP/1.1 (RFC 9112). Nothing is read behind the body: the
 * connection is used once.
 */
final class HttpAnswer {

    /** The {@link #status()} of what is not HTTP. */
    static final int NOT_HTTP = -1;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.\\d (\\d{3})(?: .*)?");

    private final InputStream in;
    private final int status;
    private boolean chunked;
    /** {@code Content-Length}, or -1 where the end of the connection ends the body. */
    private long length = -1;

    /** Reads the head of the answer. */
    HttpAnswer(InputStream in) throws IOException {
        this.in = in;
        int last = head();
        while (last >= 100 && last < 200 && last != 101) { // 100 Continue and its like, before the answer
            last = head();
        }
        this.status = last;
    }

    /** The status, or {@link #NOT_HTTP}. */
    int status() {
        return status;
    }

    /**
     * Reads the body; once. What breaks off is returned as far as it came.
     *
     * @param longest of a longer one, one byte more than this is returned
     */
    byte[] body(int longest) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
        if (!chunked) {
            copy(length < 0 ? Long.MAX_VALUE : length, longest, body);
            return body.toByteArray();
        }
        try {
            for (long size = chunkSize(); size > 0 && copy(size, longest, body); size = chunkSize()) {
                if (!line().isEmpty()) {
                    throw new IOException("A chunk does not end where it should");
                }
            }
        } catch (EOFException e) {
            // it broke off
        }
        return body.toByteArray();
    }

    /** Whether there may be more to come and to take. */
    private boolean copy(long size, int longest, ByteArrayOutputStream body) throws IOException {
        byte[] buffer = new byte[4096];
        long left = size;
        while (left > 0 && body.size() <= longest) {
            int n = in.read(buffer, 0, (int) Math.min(Math.min(left, buffer.length), longest + 1 - body.size()));
            if (n < 0) {
                return false;
            }
            body.write(buffer, 0, n);
            left -= n;
        }
        return body.size() <= longest;
    }

    /** What follows a semicolon are extensions, of which nobody has heard. */
    private long chunkSize() throws IOException {
        String size = line().split(";", 2)[0].trim();
        if (!size.matches("[0-9A-Fa-f]{1,8}")) {
            throw new IOException("A chunk has no size");
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

    /** How long it may be, the socket says. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The answer ends in its head");
            }
            line.write(b);
        }
        String text = new String(line.toByteArray(), StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
