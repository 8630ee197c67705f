package io.github.wxconfig.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the replies of Redis before Jedis reads them. Jedis allocates as many bytes as a reply announces, and recurses into
 * nested replies; so a long value at the filter's key, or a server that is not Redis, could exhaust the JVM's memory.
 *
 * <p>The replies to the filter's commands are a line, a number or a short string. Every other reply is rejected: arrays, the
 * types of RESP3, and everything longer than a credential. For one thread at a time. See the
 * <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">protocol specification</a>.
 */
final class RedisReplies extends FilterInputStream {

    /** Several times the length of the longest credential. */
    static final int MAX_VALUE_BYTES = 32 * 1024;
    private static final int MAX_LINE_LENGTH = 4 * 1024;

    private final StringBuilder line = new StringBuilder();
    /** The rest of the value that is being read, including its line end. */
    private int valueBytesLeft;
    private @Nullable String error;

    RedisReplies(InputStream in) {
        super(in);
    }

    /** The last error reply without its leading minus, or {@code null}. It may quote what was sent. */
    @Nullable String error() {
        return error;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            check(b);
        }
        return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int n = super.read(to, offset, length);
        for (int i = 0; i < n; i++) {
            check(to[offset + i] & 0xFF);
        }
        return n;
    }

    private void check(int b) throws RejectedReplyException {
        if (valueBytesLeft > 0) {
            valueBytesLeft--;
            return;
        }
        if (line.length() == 0 && "+-:$".indexOf(b) < 0) {
            throw new RejectedReplyException("sent a reply that does not match the command: is it Redis?");
        }
        line.append((char) b);
        if (line.length() > MAX_LINE_LENGTH) {
            throw new RejectedReplyException("sent a line that is too long: is it Redis?");
        }
        if (b == '\n' && line.charAt(line.length() - 2) == '\r') {
            String whole = line.substring(0, line.length() - 2);
            line.setLength(0);
            checkLine(whole.charAt(0), whole.substring(1));
        }
    }

    private void checkLine(char type, String content) throws RejectedReplyException {
        if (type == '-') {
            error = content;
        } else if (type == ':' && !content.matches("-?\\d{1,18}") || type == '$' && !content.matches("-1|\\d{1,10}")) {
            throw new RejectedReplyException("sent an invalid number: is it Redis?");
        } else if (type == '$' && !content.equals("-1")) {
            checkLength(Long.parseLong(content));
        }
    }

    private void checkLength(long length) throws RejectedReplyException {
        if (length > MAX_VALUE_BYTES) {
            throw new RejectedReplyException("has a value of [" + length
                    + "] bytes at the filter's key, which is too long for a credential"
                    + " and was not read: another program writes to keys that begin with [wxconfig:]", true);
        }
        valueBytesLeft = (int) length + 2;
    }

    /** Reports a reply that is not read any further. Its message is for the operator and quotes nothing but numbers. */
    static final class RejectedReplyException extends IOException {

        private static final long serialVersionUID = 1L;

        /** Whether only the stored value is wrong, while Redis itself works. */
        final boolean ofValue;

        RejectedReplyException(String message) {
            this(message, false);
        }

        RejectedReplyException(String message, boolean ofValue) {
            super(message);
            this.ofValue = ofValue;
        }
    }
}
