package io.github.wxconfig.settings;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the values of options, one method for each kind of value; the text is trimmed and not empty.
 *
 * <p>Repeated groups in the patterns are possessive, because others recurse and a long value would overflow the stack.
 */
final class Parsers {

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ORIGIN = Pattern.compile(
            "(https?)://([^/:?#@\\[\\]\\\\\\s]+|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?/?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");
    /** Of a URI that has passed: a name or an address in brackets, and a port. */
    private static final Pattern SERVER = Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[^]@]+])(?::(\\d{1,5}))?");
    private static final Pattern SDK = Pattern.compile("(https?:/)?/[!#-&(-;=?-\\[\\]-_a-z~]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)++");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]{16,128}");
    private static final Pattern CLASS = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
            + "(?:\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)++");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?!(?:java|javax|jakarta|io\\.github\\.wxconfig)\\.)"
            + "[A-Za-z_$][\\w$-]*+(?:\\.[\\w$-]++)*+");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*+:");
    private static final Pattern BEARER = Pattern.compile("[!-~]+");

    private Parsers() {
    }

    static boolean bool(String text) throws InvalidValueException {
        return "true".equals(oneOf("true", "false").parse(text));
    }

    /** A name that expressions can use; those of the container's and our own attributes are taken. */
    static String attribute(String text) throws InvalidValueException {
        if (!ATTRIBUTE.matcher(text).matches()) {
            throw new InvalidValueException("is not a name for a request attribute", "Write a word like wxconfig");
        }
        return text;
    }

    /** Letters, digits, {@code -} and {@code _}: the log names the corp, so that nothing else may be in it. */
    static String corpid(String text) throws InvalidValueException {
        if (!text.matches("[0-9A-Za-z_-]{1,128}")) {
            throw new InvalidValueException("is not a corpid such as ww0123456789abcdef",
                    "Compare it with 我的企业 (my enterprise) in WeCom's console");
        }
        return text;
    }

    static OptionValues.Parser<String> oneOf(String... words) {
        return text -> {
            String word = text.toLowerCase(Locale.ROOT);
            if (!Arrays.asList(words).contains(word)) {
                throw new InvalidValueException("is not one of " + Arrays.toString(words), "Write one of them");
            }
            return word;
        };
    }

    /** {@code 500ms}, {@code 3s}, {@code 1m}; a plain number is milliseconds, as in the JDK's own time-outs. */
    static Duration timeout(String text) throws InvalidValueException {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            Duration duration = duration(Long.parseLong(matcher.group(1)), matcher.group(2).toLowerCase(Locale.ROOT));
            if (duration.compareTo(MIN_TIMEOUT) >= 0 && duration.compareTo(MAX_TIMEOUT) <= 0) {
                return duration;
            }
        }
        throw new InvalidValueException("is not a duration from 100ms to 2m", "Write it like 500ms, 3s or 1m");
    }

    private static Duration duration(long number, String unit) {
        switch (unit) {
            case "s":
                return Duration.ofSeconds(number);
            case "m":
                return Duration.ofMinutes(number);
            default:
                return Duration.ofMillis(number);
        }
    }

    /** As {@code location.origin} shows it: lower case, internationalized names in ASCII, no default port. */
    static String baseUrl(String text) throws InvalidValueException {
        Matcher matcher = ORIGIN.matcher(text);
        if (!matcher.matches()) {
            throw notAnOrigin();
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        String port = matcher.group(3);
        return scheme + "://" + host(matcher.group(2)) + (port == null ? "" : port(scheme, Integer.parseInt(port)));
    }

    /** A name as DNS has it, lower case and internationalized names in ASCII, or an IPv6 address in brackets. */
    static String host(String written) throws InvalidValueException {
        if (written.startsWith("[")) {
            if (CidrList.address(written) == null) {
                throw notAnOrigin();
            }
            return written.toLowerCase(Locale.ROOT);
        }
        try {
            String host = IDN.toASCII(written, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            if (HOST.matcher(host).matches()) {
                return host;
            }
        } catch (IllegalArgumentException notAName) {
            // refused below, without its text
        }
        throw notAnOrigin();
    }

    private static String port(String scheme, int port) throws InvalidValueException {
        if (port < 1 || port > 65535) {
            throw notAnOrigin();
        }
        return port == (scheme.equals("https") ? 443 : 80) ? "" : ":" + port;
    }

    private static InvalidValueException notAnOrigin() {
        return new InvalidValueException("is not scheme, host and port alone", "Write it like https://shop.example.com");
    }

    static String httpUrl(String text) throws InvalidValueException {
        URI uri = uri(text);
        if (uri == null || uri.getFragment() != null || !isServer(uri.getRawAuthority())
                || !"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new InvalidValueException("is not the address of an http or https server",
                    "Write it like https://host.example.com/path, without user and password");
        }
        return text;
    }

    /** Not by {@link URI#getHost()}, which knows no host with an underscore, as containers like to be called. */
    private static boolean isServer(@Nullable String authority) {
        Matcher server = SERVER.matcher(authority == null ? "" : authority);
        return server.matches() && (server.group(1) == null || Integer.parseInt(server.group(1)) <= 65535);
    }

    static String apiBase(String text) throws InvalidValueException {
        URI uri = uri(httpUrl(text));
        if (uri == null || uri.getRawQuery() != null) {
            throw new InvalidValueException("has more than scheme, host, port and path",
                    "Write it like " + Option.API_BASE.defaultText());
        }
        return text.replaceFirst("/+$", "");
    }

    static String sdkUrl(String text) throws InvalidValueException {
        if (text.equalsIgnoreCase("none")) {
            return "none";
        }
        if (!SDK.matcher(text).matches()) {
            throw new InvalidValueException("is not the address of a script",
                    "Write an https address, a path on this host, or none");
        }
        return text;
    }

    /** Nothing that would need escaping, and no {@code //} at the front, which a browser takes for another host. */
    static String endpoint(String text) throws InvalidValueException {
        if (isOff(text)) {
            return "off";
        }
        if (!PATH.matcher(text).matches()) {
            throw new InvalidValueException("is not a path of letters, digits and the signs - . _ ~",
                    "Write it like " + Option.ENDPOINT.defaultText() + ", or off");
        }
        return text;
    }

    static String share(String text) throws InvalidValueException {
        return isOff(text) ? "off" : oneOf("meta", "all", "off").parse(text);
    }

    /** An http or https address, or one without a scheme. It may hold placeholders of the page. */
    static String cardAddress(String text) throws InvalidValueException {
        if (SCHEME.matcher(text).lookingAt() && !text.regionMatches(true, 0, "http://", 0, 7)
                && !text.regionMatches(true, 0, "https://", 0, 8)) {
            throw new InvalidValueException("is not an http or https address, nor a path of this site",
                    "Write it like https://shop.example.com/card.png, or /card.png");
        }
        return text;
    }

    static String status(String text) throws InvalidValueException {
        if (isOff(text)) {
            return "off";
        }
        if (text.equalsIgnoreCase("local")) {
            return "local";
        }
        if (!SEGMENT.matcher(text).matches()) {
            throw new InvalidValueException("is neither off, local nor 16 to 128 letters, digits, - and _",
                    "Use a long random segment, such as openssl rand -hex 16 makes");
        }
        return text;
    }

    /** YAML reads a plain {@code off} as {@code false}. */
    static boolean isOff(String text) {
        return text.equalsIgnoreCase("off") || text.equalsIgnoreCase("false");
    }

    static String store(String text) throws InvalidValueException {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("ehcache") || word.equals("memory")) {
            return word;
        }
        URI uri = word.startsWith("redis://") || word.startsWith("rediss://") ? uri(text) : null;
        if (uri != null && uri.getRawAuthority() != null || CLASS.matcher(text).matches()) {
            return text;
        }
        throw new InvalidValueException("is neither ehcache, memory, a Redis address nor the full name of a class",
                "Write a Redis address like redis://:password@host:6379/0, special characters in the password as %XX");
    }

    static Path path(String text) throws InvalidValueException {
        try {
            return Paths.get(text);
        } catch (InvalidPathException invalid) {
            throw new InvalidValueException("is not a path on this machine", "Give the absolute path of a folder");
        }
    }

    static String bearerToken(String text) throws InvalidValueException {
        if (!BEARER.matcher(text).matches()) {
            throw new InvalidValueException("contains characters that a header cannot contain",
                    "Write the token alone, without \"Bearer\"");
        }
        return text;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException invalid) {
            return null;
        }
    }
}
