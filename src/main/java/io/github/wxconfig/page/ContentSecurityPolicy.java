package io.github.wxconfig.page;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a page's policies let our script run, and with which nonce.
 *
 * <p>We never add to a policy. A nonce or a hash added to a policy that relies on {@code 'unsafe-inline'} would switch
 * that off and with it the page's own scripts. A script may carry one nonce, so where several policies hold, one must
 * satisfy them all. A policy that only reports never keeps the script out, but where its nonce can be used too, it is.
 * Immutable. The time it takes to make one grows with the length of the policies, and no faster.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/#script-pre-request">Content Security Policy Level 3</a>
 */
final class ContentSecurityPolicy {

    static final String HEADER = "Content-Security-Policy";
    static final String REPORT_ONLY = "Content-Security-Policy-Report-Only";

    private static final String SPACE = " \t\n\f\r";
    /** First what may forbid all scripts, then, in the order in which they fall back to one another, what names their sources. */
    private static final String[] DIRECTIVES = {"sandbox", "script-src-elem", "script-src", "default-src"};

    private final boolean allowing;
    private final @Nullable String nonce;

    private ContentSecurityPolicy(boolean allowing, @Nullable String nonce) {
        this.allowing = allowing;
        this.nonce = nonce;
    }

    /**
     * @param enforced   values of Content-Security-Policy
     * @param inMeta     policies of {@code <meta>} tags before the script
     * @param reportOnly values of Content-Security-Policy-Report-Only
     * @param sdkUrl     of the script that ours loads, or {@code null}
     * @param host       of the page, for {@code 'self'}
     */
    static ContentSecurityPolicy of(Collection<String> enforced, Collection<String> inMeta, Collection<String> reportOnly,
            @Nullable String sdkUrl, String host) {
        Demand demand = new Demand();
        if (enforced.isEmpty() && inMeta.isEmpty() && reportOnly.isEmpty()) {
            return demand.verdict();
        }
        @Nullable Sdk sdk = sdkUrl == null ? null : new Sdk(sdkUrl, host);
        enforced.forEach(header -> demand.addAll(header, true, sdk));
        inMeta.forEach(content -> demand.addAll(content, false, sdk));
        Demand withReports = new Demand(demand);
        reportOnly.forEach(header -> withReports.addAll(header, false, sdk));
        return (withReports.isSatisfiable() ? withReports : demand).verdict();
    }

    /** Returns whether the script would run. */
    boolean isAllowing() {
        return allowing;
    }

    /** The nonce that the script tags must carry, or {@code null}. */
    @Nullable String nonce() {
        return nonce;
    }

    /** What all policies together ask of the script. */
    private static final class Demand {

        /** One of these; {@code null} if it needs none. */
        private @Nullable Set<String> nonces;

        Demand() {
        }

        Demand(Demand other) {
            nonces = other.nonces == null ? null : new LinkedHashSet<>(other.nonces);
        }

        /**
         * The policies of one header or meta element: browsers split both at commas.
         *
         * @param sandboxes whether they can sandbox the page, which those of a meta element and those that only report cannot
         */
        void addAll(String policies, boolean sandboxes, @Nullable Sdk sdk) {
            forEach(policies, ",", policy -> add(new Rules(policy), sandboxes, sdk));
        }

        private void add(Rules rules, boolean sandboxes, @Nullable Sdk sdk) {
            if (sandboxes && rules.sandboxed) {
                nonces = Collections.emptySet();
            } else if (!rules.allowWithoutNonce(sdk)) {
                if (nonces == null) {
                    nonces = rules.nonces;
                } else if (!nonces.isEmpty()) {
                    nonces.retainAll(rules.nonces);
                }
            }
        }

        boolean isSatisfiable() {
            return nonces == null || !nonces.isEmpty();
        }

        ContentSecurityPolicy verdict() {
            return new ContentSecurityPolicy(isSatisfiable(),
                    nonces == null || nonces.isEmpty() ? null : nonces.iterator().next());
        }
    }

    /** One policy, as far as it concerns scripts. */
    private static final class Rules {

        final boolean sandboxed;
        Set<String> nonces = Collections.emptySet();
        /** {@code null} if the policy does not speak of scripts. */
        private final @Nullable List<String> sources;
        private boolean inline;
        private boolean hashed;
        private boolean dynamic;

        Rules(String policy) {
            String[] values = new String[DIRECTIVES.length];
            forEach(policy, ";", directive -> keepFirst(values, directive));
            sandboxed = values[0] != null && words(values[0]).stream().noneMatch("allow-scripts"::equalsIgnoreCase);
            String deciding = values[1] != null ? values[1] : values[2] != null ? values[2] : values[3];
            sources = deciding == null ? null : words(deciding);
            if (sources != null) {
                sources.forEach(this::read);
            }
        }

        /** The first of several directives of one name counts; a name that is not ASCII does not count. */
        private static void keepFirst(String[] values, String directive) {
            for (int i = 0; i < DIRECTIVES.length; i++) {
                int end = DIRECTIVES[i].length();
                if (values[i] == null && directive.regionMatches(true, 0, DIRECTIVES[i], 0, end)
                        && (directive.length() == end || isSpace(directive.charAt(end))) && isAscii(directive)) {
                    values[i] = directive.substring(end);
                }
            }
        }

        private void read(String source) {
            if (!source.startsWith("'")) {
                return;
            }
            String nonce = value(source, "nonce-");
            if (nonce != null) {
                nonces = nonces.isEmpty() ? new LinkedHashSet<>() : nonces;
                nonces.add(nonce);
            }
            inline |= source.equalsIgnoreCase("'unsafe-inline'");
            dynamic |= source.equalsIgnoreCase("'strict-dynamic'");
            hashed |= value(source, "sha256-") != null || value(source, "sha384-") != null || value(source, "sha512-") != null;
        }

        /** Returns what comes between the prefix and the last quote, if it is a base64-value; else the whole says nothing. */
        private static @Nullable String value(String source, String prefix) {
            int start = 1 + prefix.length();
            int end = source.length() - 1;
            boolean is = end > start && source.charAt(end) == '\'' && source.regionMatches(true, 1, prefix, 0, prefix.length())
                    && isBase64(source, start, end);
            return is ? source.substring(start, end) : null;
        }

        /** Of base64 or base64url, so that it can be written into an attribute as it is. */
        private static boolean isBase64(String text, int start, int end) {
            int last = end;
            while (last > start && last > end - 2 && text.charAt(last - 1) == '=') {
                last--;
            }
            for (int i = start; i < last; i++) {
                char c = text.charAt(i);
                boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
                if (!plain && "+/-_".indexOf(c) < 0) {
                    return false;
                }
            }
            return last > start;
        }

        boolean allowWithoutNonce(@Nullable Sdk sdk) {
            return sources == null || inline && nonces.isEmpty() && !hashed && !dynamic
                    && (sdk == null || sources.stream().anyMatch(sdk::matches));
        }
    }

    /** Each part that is more than white space, without the white space around it. */
    private static void forEach(String text, String delimiters, Consumer<String> action) {
        int from = -1;
        int to = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (delimiters.indexOf(c) >= 0) {
                if (from >= 0) {
                    action.accept(text.substring(from, to));
                }
                from = -1;
            } else if (!isSpace(c)) {
                from = from < 0 ? i : from;
                to = i + 1;
            }
        }
        if (from >= 0) {
            action.accept(text.substring(from, to));
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        forEach(text, SPACE, words::add);
        return words;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isSpace(char c) {
        return SPACE.indexOf(c) >= 0;
    }

    /** The address of the script that ours loads, and which source expressions match it: scheme, host or {@code 'self'}. */
    private static final class Sdk {

        private final String scheme;
        private final String host;
        private final int port;
        private final String path;
        private final boolean same;

        Sdk(String url, String self) {
            URI uri = URI.create(url);
            scheme = uri.getScheme() == null ? "https" : uri.getScheme().toLowerCase(Locale.ROOT);
            host = uri.getHost() == null ? self : uri.getHost();
            port = uri.getPort();
            path = uri.getPath();
            same = host.equalsIgnoreCase(self);
        }

        boolean matches(String source) {
            if (source.equals("*") || source.equalsIgnoreCase(scheme + ':')) {
                return true;
            }
            if (source.startsWith("'")) {
                return same && source.equalsIgnoreCase("'self'");
            }
            return matchesHost(withoutScheme(source));
        }

        /** {@code http://} in a policy means https as well. */
        private String withoutScheme(String source) {
            int end = source.indexOf("://");
            if (end < 0) {
                return source;
            }
            String own = source.substring(0, end);
            return own.equalsIgnoreCase(scheme) || own.equalsIgnoreCase("http") ? source.substring(end + 3) : "";
        }

        private boolean matchesHost(String source) {
            int slash = source.indexOf('/');
            String authority = slash < 0 ? source : source.substring(0, slash);
            int colon = authority.indexOf(':');
            String name = colon < 0 ? authority : authority.substring(0, colon);
            boolean matches = name.equals("*") || name.equalsIgnoreCase(host) || name.startsWith("*.")
                    && host.regionMatches(true, host.length() - name.length() + 1, name, 1, name.length() - 1);
            return matches && matchesPort(colon < 0 ? "" : authority.substring(colon + 1))
                    && (slash < 0 || matchesPath(source.substring(slash)));
        }

        private boolean matchesPort(String source) {
            int usual = scheme.equals("https") ? 443 : 80;
            int actual = port < 0 ? usual : port;
            return source.equals("*") || source.equals(String.valueOf(actual)) || actual == usual && source.isEmpty()
                    || actual == 443 && source.equals("80");
        }

        private boolean matchesPath(String source) {
            return source.endsWith("/") ? path.startsWith(source) : path.equals(source);
        }
    }
}
