package io.github.wxconfig.account;

import io.github.wxconfig.settings.HostIndex;
import io.github.wxconfig.settings.HostList;
import io.github.wxconfig.settings.PathPatterns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the account whose page is at a host and a path. Immutable once it has been filled.
 *
 * <p>A host that an account names itself comes before one that a wildcard covers, a longer wildcard before a shorter one, and
 * last
 * are the accounts that name no host. Of those that claim the host equally, the one with the longest path that covers the page
 * has it, then the one that was added first. If none of them covers the path, the next ones that claim the host are looked at,
 * and at last the default account, which takes what no other has.
 *
 * @param <A> what is known of an account
 */
public final class AccountMap<A> {

    private final HostIndex<Claim<A>> hosts = new HostIndex<>();
    private final Map<String, String> names = new HashMap<>();
    private final List<String> overlaps = new ArrayList<>();
    private final @Nullable A otherwise;

    /** @param otherwise the default account, or {@code null} */
    public AccountMap(@Nullable A otherwise) {
        this.otherwise = otherwise;
    }

    /**
     * Adds an account; of two that claim the same, the one that was added first has it.
     *
     * @param name its name for {@link #overlaps}
     * @param claims the hosts that it claims; {@code null} for every host
     * @param include the paths that it claims, patterns of {@link PathPatterns}
     */
    public void add(String name, A account, @Nullable HostList claims, List<String> include) {
        hosts.add(claims, new Claim<>(account, PathPatterns.of(include)));
        for (String host : claims == null ? Collections.singleton("every host") : claims.patterns()) {
            for (String path : include) {
                String first = names.putIfAbsent(host + ' ' + path, name);
                if (first != null) {
                    overlaps.add("The accounts [" + first + "] and [" + name + "] both claim the pages [" + path + "] of ["
                            + host + "]; ["
                            + first + "] has them");
                }
            }
        }
    }

    /** Returns a sentence for each page that two accounts claim in the same words. */
    public List<String> overlaps() {
        return overlaps;
    }

    /**
     * Returns the account of a page, or {@code null} if it is nobody's.
     *
     * @param host without port, as a URL or a Host header has it
     * @param path below the context path, decoded
     */
    public @Nullable A of(String host, String path) {
        Claim<A> claim = hosts.first(host, claims -> best(claims, path));
        return claim == null ? otherwise : claim.account;
    }

    /** Whether this account claims the host, and no other claims it more closely. */
    public boolean mayHave(A account, String host) {
        if (account == otherwise) {
            return !hosts.isNamed(host);
        }
        List<Claim<A>> closest = hosts.first(host, claims -> claims);
        return closest != null && closest.stream().anyMatch(claim -> claim.account == account);
    }

    private static <A> @Nullable Claim<A> best(List<Claim<A>> claims, String path) {
        Claim<A> best = null;
        int longest = PathPatterns.NO_MATCH;
        for (Claim<A> claim : claims) {
            int length = claim.include.rank(path);
            if (length > longest) {
                best = claim;
                longest = length;
            }
        }
        return best;
    }

    private static final class Claim<A> {

        final A account;
        final PathPatterns include;

        Claim(A account, PathPatterns include) {
            this.account = account;
            this.include = include;
        }
    }
}
