package io.github.wxconfig.page;

import io.github.wxconfig.html.EncodingLabel;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a Content-Type: is the body HTML, and in a charset that the scanner can work in? */
final class ContentType {

    /**
     * What the names of Java's other charsets have in them where a byte below 0x80 may be anything but the ASCII
     * character. Browsers do not know these names, but the container encodes by them.
     */
    private static final String[] UNSAFE = {"utf-7", "utf7", "utf_7", "utf-16", "utf16", "utf_16", "utf-32", "utf32", "utf_32",
        "ucs-", "unicode", "iso-2022", "iso2022", "jis", "cp5022", "ms5022", "windows-5022", "hz-"};
    private static final int LONGEST_LABEL = 64;

    /** A response that names no type. Browsers look into it, and so do we. */
    private static final ContentType UNKNOWN = new ContentType("", null);

    private final String type;
    private final @Nullable String charset;

    private ContentType(String type, @Nullable String charset) {
        this.type = type;
        this.charset = charset;
    }

    /** @param contentType or {@code null} */
    static ContentType of(@Nullable String contentType) {
        if (contentType == null || contentType.trim().isEmpty()) {
            return UNKNOWN;
        }
        List<String> parts = HeaderList.split(contentType.toLowerCase(Locale.ROOT), ';');
        String charset = null;
        for (String parameter : parts.subList(1, parts.size())) {
            if (charset == null && parameter.startsWith("charset") && parameter.indexOf('=') > 0) {
                charset = parameter.substring(parameter.indexOf('=') + 1).replace('"', ' ').trim();
            }
        }
        return new ContentType(parts.get(0), charset);
    }

    boolean isKnown() {
        return !type.isEmpty();
    }

    boolean isHtml() {
        return type.equals("text/html") || isXhtml();
    }

    boolean isXhtml() {
        return type.equals("application/xhtml+xml");
    }

    /** An invalid charset label, such as a placeholder that was never filled in, tells a browser nothing. */
    boolean isCharsetKnown() {
        return charset != null && EncodingLabel.isKnown(charset);
    }

    boolean isCharsetUnsafe() {
        if (charset == null || EncodingLabel.extendsAscii(charset)) {
            return false;
        }
        return isCharsetKnown() || charset.length() <= LONGEST_LABEL && containsAny(charset, UNSAFE);
    }

    private static boolean containsAny(String text, String[] parts) {
        for (String part : parts) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
