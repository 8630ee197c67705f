package io.github.wxconfig.url;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides whether a host's pages are signed: the hosts that the operator has named, or every host. Immutable. */
public final class SiteHosts {

    /** Every host, because the operator has named none. */
    public static final SiteHosts EVERY = new SiteHosts(null);

    /** Or {@code null}. */
    private final @Nullable Predicate<String> named;

    private SiteHosts(@Nullable Predicate<String> named) {
        this.named = named;
    }

    /** @param named whether the operator has named this host, which has no port */
    public static SiteHosts named(Predicate<String> named) {
        return new SiteHosts(named);
    }

    /** If not, whose host it is has to be found out from the request, of which a program can choose every part. */
    public boolean areNamed() {
        return named != null;
    }

    /** @param host as a URL has it, without port */
    public boolean contain(String host) {
        return named == null || named.test(host);
    }

    /** Returns whether {@code url} is one of their pages. A URL that is not http or https is not. */
    public boolean containHostOf(String url) {
        if (named == null) {
            return true;
        }
        Authority authority = PageUrl.authority(url);
        return authority != null && named.test(authority.host());
    }
}
