package io.github.wxconfig.page;

import static java.util.stream.Collectors.joining;

import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.text.ShownText;
import io.github.wxconfig.url.Authority;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Logs each problem with pages once, however many pages it concerns. Safe for any number of threads. */
final class PageWarnings {

    /** Of one kind of message, which may hold what differs from page to page. */
    private static final int MAX_MESSAGES = 100;
    private static final int MAX_LENGTH = 800;
    private static final Pattern NONCE = Pattern.compile("'nonce-[^']*'");
    private static final Pattern INNER_HOST = Pattern.compile("[^.]+|[\\d.]+");

    private final FilterLog log;
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final Set<String> policies = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean innerHost = new AtomicBoolean();
    private final AtomicBoolean foreignHost = new AtomicBoolean();
    private final AtomicBoolean compressed = new AtomicBoolean();

    /** @param prefix what each line begins with */
    PageWarnings(String prefix) {
        log = new FilterLog(PageWarnings.class, prefix);
    }

    void failure(String page, Throwable cause) {
        if (isNew(cause.getClass().getName() + cause.getMessage(), failures)) {
            log.warning("The script could not be put into [" + shown(page)
                    + "]; the page went out as the application wrote it. Logged once; the counters go on.", cause);
        }
    }

    /**
     * @param header the Content-Security-Policy, or {@code null}
     * @param inMeta policies of {@code <meta>} tags
     */
    void blocked(String page, @Nullable String header, List<String> inMeta) {
        if (policies.size() >= MAX_MESSAGES) {
            return;
        }
        String policy = Stream.concat(Stream.of(header), inMeta.stream()).filter(Objects::nonNull).collect(joining(", "));
        if (isNew(NONCE.matcher(policy).replaceAll("'nonce-...'"), policies)) {
            log.warning("The Content-Security-Policy of [" + shown(page)
                    + "] would block the script, so the page was left alone: ["
                    + shown(policy) + "]. Give it a nonce ('nonce-...' in script-src), which the script then carries,"
                    + " or allow 'unsafe-inline' and the host of wxconfig.sdkUrl."
                    + (inMeta.isEmpty() ? "" : " Or name the charset in Content-Type: the script is then inserted right after"
                    + " <head>, where the policy of a <meta> does not apply yet."));
        }
    }

    /**
     * Visitors choose the Host, so a name is not repeated. WeChat opens no page at an IP address or at a name without a dot:
     * those come from inside.
     */
    void unsigned(PassReason reason, String host) {
        if (innerHost.get() && foreignHost.get()) {
            return;
        }
        String fault = reason == PassReason.HOST ? "is not in wxconfig.hosts" : "no account claims";
        Authority authority = Authority.parse(host);
        if (authority == null || !INNER_HOST.matcher(authority.host()).matches()) {
            if (!foreignHost.getAndSet(true)) {
                log.info("A page was requested for a host that " + fault + ", so it was left alone, as others will be."
                        + " If pages of one of your hosts have no script, add that host"
                        + (reason == PassReason.HOST ? "" : " to the hosts of its account, such as wxconfig.shop.hosts")
                        + ". Logged once; the counters go on.");
            }
        } else if (!innerHost.getAndSet(true)) {
            log.warning("A page was requested for [" + authority + "], a host that " + fault + ", so it was left"
                    + " alone. If visitors see one of your hosts instead, a proxy changes it: make it send X-Forwarded-Host from"
                    + " an address in wxconfig.trustedProxies, or set wxconfig.baseUrl. Logged once; the counters go on.");
        }
    }

    void compressed(String page, String encoding) {
        if (!compressed.getAndSet(true)) {
            log.warning("The page [" + shown(page) + "] reaches the filter compressed (Content-Encoding [" + shown(encoding)
                    + "]), so it was left alone, as others like it will be. Compress in the server, in a proxy, or in"
                    + " a filter whose filter-mapping comes before that of wxconfig in web.xml.");
        }
    }

    private static boolean isNew(String key, Set<String> logged) {
        return logged.size() < MAX_MESSAGES && logged.add(key);
    }

    /**
     * A container may hand on what is not ASCII in a request line as it came; in a log it could pass for a line
     * of its own.
     */
    private static String shown(String text) {
        return ShownText.ascii(text, MAX_LENGTH);
    }
}
