package io.github.wxconfig.http;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What Content-Type says about a body: is it HTML, and in a charset that the scanner can work in. */
final class BodyType {

    /** Two bytes or more to the character, or escape sequences: a byte below 0x80 may be anything but the ASCII character. */
    private static final Pattern UNSAFE =
            Pattern.compile("(x-)?(utf-?(7|16|32)|iso-?2022|iso-10646-ucs|ucs-|unicode|hz-|windows-(5022|iso2022)).*");

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
            if (charset == null && parameter.startsWith("charset") && parameter.indexOf('=') > 0) {
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

    /** A label that is none, such as a placeholder that nobody filled in, tells a browser nothing. */
    boolean isCharsetKnown() {
        return charset != null && isSupported(charset);
    }

    /** Asks by Java's name for it, because a charset has many labels: utf16, unicode and iso-10646-ucs-2 are one. */
    boolean isCharsetUnsafe() {
        return charset != null && UNSAFE.matcher(isSupported(charset)
                ? Charset.forName(charset).name().toLowerCase(Locale.ROOT) : charset).matches();
    }

    private static boolean isSupported(String label) {
        try {
            return Charset.isSupported(label);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }
}
