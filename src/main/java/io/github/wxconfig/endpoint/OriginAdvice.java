package io.github.wxconfig.endpoint;

import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.text.FilterLog;
import io.github.wxconfig.url.PageUrl;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Logs how to avoid second signatures if browsers show pages at another origin than this server computes.
 *
 * <p>The client names that origin, and may be a program that makes origins up. So each kind of difference is logged once, with
 * everything there is to do about it, and an origin is named only if its host is known to be
 * the site's own. Safe for any number of threads.
 */
final class OriginAdvice {

    private enum Difference { SCHEME, HOST, PORT }

    private final FilterLog log;
    private final Set<Difference> logged = EnumSet.noneOf(Difference.class);

    /** @param logPrefix what each line in the log begins with */
    OriginAdvice(String logPrefix) {
        this.log = new FilterLog(OriginAdvice.class, logPrefix);
    }

    /**
     * @param shown where a browser shows a page, as somebody says who asks for its signature
     * @param computed where this server takes its pages to be
     * @param signer of the page
     */
    void compare(PageUrl shown, PageUrl computed, PageSigner signer) {
        if (!shown.origin().equals(computed.origin())) {
            Difference difference = !shown.host().equals(computed.host()) ? Difference.HOST
                    : shown.isHttps() != computed.isHttps() ? Difference.SCHEME : Difference.PORT;
            if (isNew(difference)) {
                log.info(message(difference, shown, computed, signer));
            }
        }
    }

    private synchronized boolean isNew(Difference difference) {
        return logged.add(difference);
    }

    private static String message(Difference difference, PageUrl shown, PageUrl computed, PageSigner signer) {
        String price = ": each of them asks for a second signature. ";
        String headers = "the proxy send X-Forwarded-Proto and X-Forwarded-Host from an address in wxconfig.trustedProxies";
        if (signer.urls().hasBaseUrl()) {
            return "Browsers show pages under another " + name(difference) + " than wxconfig.baseUrl [" + computed.origin()
                    + "] says"
                    + price + "If visitors use several addresses, name the hosts in wxconfig.hosts instead of"
                    + " wxconfig.baseUrl, and make " + headers;
        }
        if (signer.signatures().hosts().areNamed() && shown.hasDefaultPort()) {
            return "A browser shows pages at [" + shown.origin() + "] that this server takes to be at [" + computed.origin()
                    + "]" + price + "Let " + headers + ", or set wxconfig.baseUrl to [" + shown.origin() + "]";
        }
        return "Browsers show pages under another " + name(difference) + " than this server sees" + price + "Make " + headers
                + ", or set wxconfig.baseUrl to what the address bar shows, such as https://shop.example.com";
    }

    private static String name(Difference difference) {
        return difference.name().toLowerCase(Locale.ROOT);
    }
}
