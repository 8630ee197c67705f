package io.github.wxconfig.wechat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import org.jspecify.annotations.Nullable;

/**
 * Computes the {@code signature} of {@code wx.config} with one {@code jsapi_ticket}.
 *
 * <p>The signature is the SHA-1, in lower-case hex, of
 * {@code jsapi_ticket=T&noncestr=N&timestamp=S&url=U}, in UTF-8 and without any escaping
 * (<a href="https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html">JS-SDK, appendix 1</a>). The
 * part before {@code N} is the same for every page, so it is hashed once; each signature continues from a copy of that
 * state.
 *
 * <p>Immutable and thread-safe, without a lock.
 */
public final class Signer {

    private static final byte[] TIMESTAMP = ascii("&timestamp=");
    private static final byte[] URL = ascii("&url=");
    private static final byte[] HEX = ascii("0123456789abcdef");

    /** The number of characters of {@link Long#MIN_VALUE}. */
    private static final int MAX_DIGITS = 20;

    private final byte[] prefix;
    /**
     * The state after {@link #prefix}, never used but for cloning; {@code null} if this JVM's SHA-1 cannot be shared that way.
     */
    private final @Nullable MessageDigest afterPrefix;

    /**
     * @param ticket the {@code jsapi_ticket}
     * @throws IllegalArgumentException if it is empty
     */
    public Signer(String ticket) {
        if (ticket.isEmpty()) {
            throw new IllegalArgumentException("The jsapi_ticket is empty");
        }
        prefix = ("jsapi_ticket=" + ticket + "&noncestr=").getBytes(StandardCharsets.UTF_8);
        afterPrefix = sharedState(prefix);
    }

    /**
     * Returns the signature as 40 hex digits.
     *
     * @param nonceStr the {@code nonceStr} that {@code wx.config} will get
     * @param timestamp the {@code timestamp} that {@code wx.config} will get: seconds since 1970
     * @param url the page's URL exactly as the browser shows it, without its fragment
     */
    public String sign(String nonceStr, long timestamp, String url) {
        byte[] sha1 = hash(nonceStr, timestamp, url);
        byte[] hex = new byte[2 * sha1.length];
        for (int i = 0; i < sha1.length; i++) {
            hex[2 * i] = HEX[sha1[i] >> 4 & 0xF];
            hex[2 * i + 1] = HEX[sha1[i] & 0xF];
        }
        return new String(hex, StandardCharsets.US_ASCII);
    }

    private byte[] hash(String nonceStr, long timestamp, String url) {
        byte[] nonceBytes = nonceStr.getBytes(StandardCharsets.UTF_8);
        byte[] urlBytes = url.getBytes(StandardCharsets.UTF_8);
        byte[] rest = new byte[nonceBytes.length + TIMESTAMP.length + MAX_DIGITS + URL.length + urlBytes.length];
        int end = append(nonceBytes, rest, 0);
        end = append(TIMESTAMP, rest, end);
        end = append(timestamp, rest, end);
        end = append(URL, rest, end);
        end = append(urlBytes, rest, end);
        MessageDigest digest = start();
        digest.update(rest, 0, end);
        return digest.digest();
    }

    private MessageDigest start() {
        if (afterPrefix != null) {
            try {
                return (MessageDigest) afterPrefix.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("SHA-1 could be cloned before and now cannot", e);
            }
        }
        MessageDigest digest = sha1();
        digest.update(prefix);
        return digest;
    }

    /**
     * Returns the JDK's own SHA-1 after {@code prefix}, or {@code null}. It keeps its state in arrays that {@code clone()} only
     * reads, so that several threads may clone one instance at the same time; other providers do not guarantee that.
     */
    private static @Nullable MessageDigest sharedState(byte[] prefix) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1", "SUN");
            digest.update(prefix);
            Object unused = digest.clone(); // or it throws that it cannot
            return digest;
        } catch (NoSuchAlgorithmException | NoSuchProviderException | CloneNotSupportedException e) {
            return null;
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-1, which every Java platform must have", e);
        }
    }

    private static int append(byte[] bytes, byte[] to, int at) {
        System.arraycopy(bytes, 0, to, at, bytes.length);
        return at + bytes.length;
    }

    /** Appends a number in decimal digits, from the last to the first. Returns the end. */
    private static int append(long number, byte[] to, int at) {
        if (number < 0) {
            return append(ascii(Long.toString(number)), to, at);
        }
        int end = at + 1;
        for (long n = number; n > 9; n /= 10) {
            end++;
        }
        long left = number;
        for (int i = end - 1; i >= at; i--) {
            to[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return end;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns a description without the ticket. */
    @Override
    public String toString() {
        return "Signer[" + (afterPrefix != null ? "shared state" : "no shared state") + "]";
    }
}
