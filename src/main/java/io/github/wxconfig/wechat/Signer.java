package io.github.wxconfig.wechat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;

/**
 * Signs page URLs with one {@code jsapi_ticket}: the {@code signature} of {@code wx.config}.
 *
 * <p>The signature is the SHA-1, in lower-case hex, of
 * {@code jsapi_ticket=T&noncestr=N&timestamp=S&url=U}, where nothing is escaped and all is UTF-8
 * (<a href="https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html">JS-SDK, appendix 1</a>). What
 * comes before {@code N} is the same for every page, so it is hashed once; each signature goes on from a copy of that
 * state.
 *
 * <p>Immutable, safe for any number of threads, and without a lock.
 */
public final class Signer {

    /** How many characters, and bytes, a signature has. */
    public static final int LENGTH = 40;

    private static final byte[] TIMESTAMP = ascii("&timestamp=");
    private static final byte[] URL = ascii("&url=");
    private static final byte[] HEX = ascii("0123456789abcdef");

    /** The digits of {@link Long#MIN_VALUE}. */
    private static final int LONGEST_NUMBER = 20;

    private final byte[] prefix;
    /** The state after {@link #prefix}, only ever cloned; {@code null} if this JVM's SHA-1 cannot be shared so. */
    private final MessageDigest afterPrefix;

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
     * Writes the signature as {@value #LENGTH} ASCII characters into {@code out} from {@code offset} on.
     *
     * @param nonceStr the {@code nonceStr} that {@code wx.config} will get
     * @param timestamp the {@code timestamp} that {@code wx.config} will get: seconds since 1970
     * @param url the page's URL exactly as the browser has it; a fragment is ignored, as WeChat ignores it
     * @throws IndexOutOfBoundsException if {@code out} is too short; it may have been written to
     */
    public void sign(String nonceStr, long timestamp, String url, byte[] out, int offset) {
        byte[] sha1 = hash(nonceStr, timestamp, url);
        int at = offset;
        for (byte b : sha1) {
            out[at++] = HEX[b >> 4 & 0xF];
            out[at++] = HEX[b & 0xF];
        }
    }

    /** The same signature as a string. */
    public String sign(String nonceStr, long timestamp, String url) {
        byte[] signature = new byte[LENGTH];
        sign(nonceStr, timestamp, url, signature, 0);
        return new String(signature, StandardCharsets.US_ASCII);
    }

    private byte[] hash(String nonceStr, long timestamp, String url) {
        byte[] nonceBytes = nonceStr.getBytes(StandardCharsets.UTF_8);
        byte[] urlBytes = withoutFragment(url).getBytes(StandardCharsets.UTF_8);
        byte[] rest = new byte[nonceBytes.length + TIMESTAMP.length + LONGEST_NUMBER + URL.length + urlBytes.length];
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
     * The JDK's own SHA-1 keeps its state in plain arrays that {@code clone()} only reads, so that many threads may
     * clone one instance at a time. Of other providers, hardware tokens among them, this is not known.
     */
    private static MessageDigest sharedState(byte[] prefix) {
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

    private static String withoutFragment(String url) {
        int hash = url.indexOf('#');
        return hash < 0 ? url : url.substring(0, hash);
    }

    private static int append(byte[] bytes, byte[] to, int at) {
        System.arraycopy(bytes, 0, to, at, bytes.length);
        return at + bytes.length;
    }

    /** Decimal digits, written backwards from where they will end. */
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

    /** Says nothing of the ticket. */
    @Override
    public String toString() {
        return "Signer[" + (afterPrefix != null ? "shared state" : "no shared state") + "]";
    }
}
