package io.github.wxconfig.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What Redis answers, checked before Jedis reads it. Jedis makes room for as many bytes as a reply announces, and goes
 * as deep as replies are nested; so a long value at our key, or a server that is none, would end the JVM by want of memory.
 *
 * <p>Our commands are answered with a line, a number or a short string. Everything else is refused: arrays, the types of RESP3,
 * and whatever is longer than a credential can be. See the
 * <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">protocol specification</a>.
 */
final class RedisReplies extends FilterInputStream {

    /** Several times the longest credential. */
    static final int LONGEST_VALUE = 32 * 1024;
    private static final int LONGEST_LINE = 4 * 1024;

    private final StringBuilder line = new StringBuilder();
    /** Of the value that is being read, its line end included. */
    private int valueBytesLeft;
    private String error;

    RedisReplies(InputStream in) {
        super(in);
    }

    /** The last error that Redis has answered, without the leading minus; or {@code null}. It may repeat what was sent. */
    String error() {
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

    private void check(int b) throws RefusedReplyException {
        if (valueBytesLeft > 0) {
            valueBytesLeft--;
            return;
        }
        if (line.length() == 0 && "+-:$".indexOf(b) < 0) {
            throw new RefusedReplyException("answers with something that is no answer to what was asked: is it Redis?");
        }
        line.append((char) b);
        if (line.length() > LONGEST_LINE) {
            throw new RefusedReplyException("answers with a line that does not end: is it Redis?");
        }
        if (b == '\n' && line.charAt(line.length() - 2) == '\r') {
            String whole = line.substring(0, line.length() - 2);
            line.setLength(0);
            checkLine(whole.charAt(0), whole.substring(1));
        }
    }

    private void checkLine(char type, String content) throws RefusedReplyException {
        if (type == '-') {
            error = content;
        } else if (type == ':' && !content.matches("-?\\d{1,18}") || type == '$' && !content.matches("-1|\\d{1,10}")) {
            throw new RefusedReplyException("answers with a number that is none: is it Redis?");
        } else if (type == '$' && !content.equals("-1")) {
            checkLength(Long.parseLong(content));
        }
    }

    private void checkLength(long length) throws RefusedReplyException {
        if (length > LONGEST_VALUE) {
            throw new RefusedReplyException("has a value of [" + length + "] bytes at the filter's key, which cannot be a credential"
                    + " and is not read: another program writes to keys that begin with [wxconfig:]", true);
        }
        valueBytesLeft = (int) length + 2;
    }

    /** An answer that is not read on. Its message is for the operator and holds nothing that was received but numbers. */
    static final class RefusedReplyException extends IOException {

        private static final long serialVersionUID = 1L;

        /** Whether Redis is well, and the value is what is wrong. */
        final boolean ofValue;

        RefusedReplyException(String message) {
            this(message, false);
        }

        RefusedReplyException(String message, boolean ofValue) {
            super(message);
            this.ofValue = ofValue;
        }
    }
}
