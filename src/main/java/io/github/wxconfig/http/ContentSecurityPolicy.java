package io.github.wxconfig.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a page's policies let our script run, and with which nonce.
 *
 * <p>We never add to a policy. A nonce or a hash added to a policy that relies on {@code 'unsafe-inline'} would switch
 * that off and with it the page's own scripts. A script may carry one nonce, so where several policies hold, one must
 * satisfy them all. A policy that only reports never keeps the script out, but where its nonce can be used too, it is.
 * Immutable.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/#script-pre-request">Content Security Policy Level 3</a>
 */
final class ContentSecurityPolicy {

    static final String HEADER = "Content-Security-Policy";
    static final String REPORT_ONLY = "Content-Security-Policy-Report-Only";

    /** In the order in which they fall back to one another for the elements of scripts. */
    private static final List<String> SCRIPT_DIRECTIVES = Arrays.asList("script-src-elem", "script-src", "default-src");
    /** The characters of base64 and base64url, so that a nonce can stand in an attribute as it is. */
    private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9+/_=-]+)'", Pattern.CASE_INSENSITIVE);
    private static final Pattern HASH = Pattern.compile("'sha(256|384|512)-.*'", Pattern.CASE_INSENSITIVE);

    private static final ContentSecurityPolicy NONE = new ContentSecurityPolicy(true, null);

    private final boolean allowing;
    private final String nonce;

    private ContentSecurityPolicy(boolean allowing, String nonce) {
        this.allowing = allowing;
        this.nonce = nonce;
    }

    /**
     * @param enforced   values of Content-Security-Policy
     * @param reportOnly values of Content-Security-Policy-Report-Only
     * @param sdkUrl     of the script that ours loads, or {@code null}
     * @param host       of the page, for {@code 'self'}
     */
    static ContentSecurityPolicy of(Collection<String> enforced, Collection<String> reportOnly, String sdkUrl,
            String host) {
        if (enforced.isEmpty() && reportOnly.isEmpty()) {
            return NONE;
        }
        List<Rules> binding = rules(enforced);
        List<Rules> reporting = rules(reportOnly);
        Set<String> nonces = new LinkedHashSet<>();
        nonces.add(null); // first, because a page without nonces stays without
        binding.forEach(rules -> nonces.addAll(rules.nonces));
        reporting.forEach(rules -> nonces.addAll(rules.nonces));
        String[] allowed = nonces.stream()
                .filter(nonce -> binding.stream().allMatch(rules -> rules.allow(nonce, sdkUrl, host)))
                .toArray(String[]::new);
        return new ContentSecurityPolicy(allowed.length > 0, best(allowed, reporting, sdkUrl, host));
    }

    private static String best(String[] allowed, List<Rules> reporting, String sdkUrl, String host) {
        for (String nonce : allowed) {
            if (reporting.stream().allMatch(rules -> rules.allow(nonce, sdkUrl, host))) {
                return nonce;
            }
        }
        return allowed.length > 0 ? allowed[0] : null;
    }

    /** Whether the script would run. */
    boolean isAllowing() {
        return allowing;
    }

    /** The nonce that the script tags must carry, or {@code null}. */
    String nonce() {
        return nonce;
    }

    private static List<Rules> rules(Collection<String> headers) {
        List<Rules> rules = new ArrayList<>();
        for (String header : headers) {
            for (String policy : header.split(",")) {
                rules.add(new Rules(policy));
            }
        }
        return rules;
    }

    /** One policy, as far as it concerns scripts. */
    private static final class Rules {

        final Set<String> nonces = new LinkedHashSet<>();
        /** {@code null} if the policy does not speak of scripts. */
        private final List<String> sources;
        private final boolean sandboxed;
        private boolean inline;
        private boolean hashed;
        private boolean dynamic;

        Rules(String policy) {
            Map<String, List<String>> directives = directives(policy);
            List<String> sandbox = directives.get("sandbox");
            sandboxed = sandbox != null && !sandbox.contains("allow-scripts");
            sources = SCRIPT_DIRECTIVES.stream().map(directives::get).filter(list -> list != null).findFirst().orElse(null);
            if (sources != null) {
                sources.forEach(this::read);
            }
        }

        /** The first of several directives of one name counts. */
        private static Map<String, List<String>> directives(String policy) {
            Map<String, List<String>> directives = new HashMap<>();
            for (String directive : policy.split(";")) {
                List<String> words = Arrays.asList(directive.trim().split("\\s+"));
                directives.putIfAbsent(words.get(0).toLowerCase(Locale.ROOT),
                        words.size() == 1 ? Collections.<String>emptyList() : words.subList(1, words.size()));
            }
            return directives;
        }

        private void read(String source) {
            Matcher matcher = NONCE.matcher(source);
            if (matcher.matches()) {
                nonces.add(matcher.group(1));
            }
            inline |= source.equalsIgnoreCase("'unsafe-inline'");
            dynamic |= source.equalsIgnoreCase("'strict-dynamic'");
            hashed |= HASH.matcher(source).matches();
        }

        boolean allow(String nonce, String sdkUrl, String host) {
            if (sandboxed) {
                return false;
            }
            if (sources == null || nonce != null && nonces.contains(nonce)) {
                return true;
            }
            return inline && nonces.isEmpty() && !hashed && !dynamic && allowsUrl(sdkUrl, host);
        }

        private boolean allowsUrl(String url, String host) {
            return url == null || sources.stream().anyMatch(source -> SourceExpression.matches(source, url, host));
        }
    }

    /** A scheme-source, host-source or {@code 'self'}. */
    private static final class SourceExpression {

        private SourceExpression() {
        }

        static boolean matches(String source, String url, String self) {
            URI uri = URI.create(url);
            String scheme = uri.getScheme() == null ? "https" : uri.getScheme().toLowerCase(Locale.ROOT);
            String host = uri.getHost() == null ? self : uri.getHost();
            String expression = source.toLowerCase(Locale.ROOT);
            if (expression.equals("*") || expression.equals(scheme + ":")) {
                return true;
            }
            if (expression.startsWith("'")) {
                return expression.equals("'self'") && host.equalsIgnoreCase(self);
            }
            return matchesHost(withoutScheme(source, scheme), host, uri.getPath());
        }

        /** {@code http://} in a policy means https as well. */
        private static String withoutScheme(String source, String scheme) {
            int end = source.indexOf("://");
            if (end < 0) {
                return source;
            }
            String own = source.substring(0, end);
            return own.equalsIgnoreCase(scheme) || own.equalsIgnoreCase("http") ? source.substring(end + 3) : "";
        }

        private static boolean matchesHost(String source, String host, String path) {
            int slash = source.indexOf('/');
            String authority = slash < 0 ? source : source.substring(0, slash);
            String name = authority.contains(":") ? authority.substring(0, authority.indexOf(':')) : authority;
            boolean same = name.startsWith("*.")
                    ? host.toLowerCase(Locale.ROOT).endsWith(name.substring(1).toLowerCase(Locale.ROOT))
                    : name.equals("*") || name.equalsIgnoreCase(host);
            return same && (slash < 0 || matchesPath(source.substring(slash), path));
        }

        private static boolean matchesPath(String source, String path) {
            return source.endsWith("/") ? path.startsWith(source) : path.equals(source);
        }
    }
}
