package io.github.wxconfig.http;

import java.util.List;
import java.util.Locale;

/** What Content-Type says about a body: is it HTML, and in a charset that the scanner can work in. */
final class BodyType {

    /** A response that names no type. Browsers look into it, and so do we. */
    private static final BodyType UNKNOWN = new BodyType("", null);

    private final String type;
    private final String charset;

    private BodyType(String type, String charset) {
        this.type = type;
        this.charset = charset;
    }

    /** @param contentType or {@code null} */
    static BodyType of(String contentType) {
        if (contentType == null || contentType.trim().isEmpty()) {
            return UNKNOWN;
        }
        List<String> parts = HeaderList.split(contentType.toLowerCase(Locale.ROOT), ';');
        String charset = null;
        for (String parameter : parts.subList(1, parts.size())) {
            if (parameter.startsWith("charset") && parameter.indexOf('=') > 0) {
                charset = parameter.substring(parameter.indexOf('=') + 1).replace('"', ' ').trim();
            }
        }
        return new BodyType(parts.get(0), charset);
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

    boolean isCharsetKnown() {
        return charset != null && !charset.isEmpty();
    }

    /** Whether a byte below 0x80 can be anything but the ASCII character: two-byte forms and escape sequences. */
    boolean isCharsetUnsafe() {
        return charset != null && (charset.startsWith("utf-16") || charset.startsWith("utf-32")
                || charset.startsWith("utf-7") || charset.startsWith("iso-2022") || charset.startsWith("iso-10646-ucs")
                || charset.startsWith("hz-") || charset.startsWith("ucs-") || charset.startsWith("unicode")
                || charset.startsWith("x-utf-16") || charset.startsWith("x-utf-32"));
    }
}
