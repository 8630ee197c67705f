package io.github.wxconfig.http;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says each thing that is wrong with pages once in the log, however many pages it concerns. Safe for all threads. */
final class Complaints {

    private static final Logger LOG = Logger.getLogger(Complaints.class.getName());
    /** Messages may hold what differs from page to page. */
    private static final int MOST = 100;
    private static final Pattern NONCE = Pattern.compile("'nonce-[^']*'");

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    void failure(String page, Throwable cause) {
        if (isNew(cause.getClass().getName() + cause.getMessage())) {
            LOG.log(Level.WARNING, "The script could not be put into [" + page
                    + "]; the page went out as the application wrote it. This is said once; the counters go on.", cause);
        }
    }

    /**
     * @param header the Content-Security-Policy, or {@code null}
     * @param inMeta policies of {@code <meta>} tags
     */
    void blocked(String page, String header, List<String> inMeta) {
        if (said.size() >= MOST) {
            return;
        }
        String policies = Stream.concat(Stream.of(header), inMeta.stream()).filter(Objects::nonNull).collect(joining(", "));
        if (isNew(NONCE.matcher(policies).replaceAll("'nonce-...'"))) {
            LOG.warning("The Content-Security-Policy of [" + page + "] would block the script, so the page was left alone: ["
                    + policies + "]. Give it a nonce ('nonce-...' in script-src), which the script then carries,"
                    + " or allow 'unsafe-inline' and the host of wxconfig.sdkUrl."
                    + (inMeta.isEmpty() ? "" : " Or name the charset in Content-Type: the script is then inserted right after"
                    + " <head>, where the policy of a <meta> does not apply yet."));
        }
    }

    /**
     * Visitors choose the Host, so a name is not repeated. WeChat opens no page at an IP address or at a name without a dot:
     * those come from inside.
     */
    void foreignHost(String host) {
        Authority inner = Authority.parse(host);
        boolean isInner = inner != null && (inner.host().indexOf('.') < 0 || inner.host().matches("[\\d.]+"));
        if (isInner && isNew("inner host")) {
            LOG.warning("A page was asked for at [" + inner + "], which is not among the hosts of wxconfig.hosts, so it was left"
                    + " alone. If visitors see your own host there, a proxy changes it: let it send X-Forwarded-Host from an"
                    + " address in wxconfig.trustedProxies, or set wxconfig.baseUrl. This is said once; the counters go on.");
        } else if (!isInner && isNew("foreign host")) {
            LOG.info("A page was asked for at a host that is not in wxconfig.hosts, so it was left alone, as others will be."
                    + " If pages of a host of yours carry no script, add that host. This is said once; the counters go on.");
        }
    }

    void compressed(String page, String encoding) {
        if (isNew("Content-Encoding")) {
            LOG.warning("The page [" + page + "] comes to the filter compressed (Content-Encoding [" + encoding + "]), so it, and"
                    + " others like it, was left alone. Let a proxy or the server compress, or"
                    + " a filter whose filter-mapping stands before that of wxconfig in web.xml.");
        }
    }

    private boolean isNew(String key) {
        return said.size() < MOST && said.add(key);
    }
}
