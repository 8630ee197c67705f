package io.github.wxconfig;

import io.github.wxconfig.script.Client;
import io.github.wxconfig.settings.Settings;
import io.github.wxconfig.ticket.KeeperStatus;
import io.github.wxconfig.ticket.Keepers;
import io.github.wxconfig.ticket.TicketKeeper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds one account: an Official Account, a corp in WeCom, or both, of which the client decides. Thread-safe. */
final class SiteAccount {

    private final String name;
    private final Settings settings;
    private final String logPrefix;
    private final @Nullable SiteIdentity official;
    private final @Nullable SiteIdentity corp;

    /**
     * @param name the account's name; empty for the one without a name
     * @param settings of this account, which is complete
     * @param isOneOfSeveral whether pages have to say whose they are
     */
    SiteAccount(String name, Settings settings, Keepers keepers, boolean isOneOfSeveral, String logPrefix) {
        this.name = name;
        this.settings = settings;
        this.logPrefix = logPrefix + (name.isEmpty() ? "" : "Account [" + name + "]: ");
        this.official = SiteIdentity.official(name, settings, keepers, isOneOfSeveral, this.logPrefix);
        this.corp = SiteIdentity.corp(name, settings, keepers, isOneOfSeveral, this.logPrefix);
        if (official == null && corp == null) {
            throw new IllegalArgumentException("The account [" + name + "] is not complete");
        }
    }

    /** The name; empty for the account without one. */
    String name() {
        return name;
    }

    Settings settings() {
        return settings;
    }

    /** That of the Official Account, if there is one, and that of the corp. */
    List<SiteIdentity> identities() {
        List<SiteIdentity> all = new ArrayList<>();
        if (official != null) {
            all.add(official);
        }
        if (corp != null) {
            all.add(corp);
        }
        return all;
    }

    /** Whether pages in the browser of this client are signed: WeCom's only by a corp. */
    boolean serves(Client client) {
        return client != Client.WECOM || corp != null;
    }

    boolean hasBoth() {
        return official != null && corp != null;
    }

    /**
     * Returns what signs pages for this client: the corp in WeCom, the Official Account elsewhere, or the only one that there is.
     * A corp's pages need it in WeChat too, and all other browsers get what WeChat gets.
     */
    SiteIdentity identity(Client client) {
        SiteIdentity first = client == Client.WECOM ? corp : official;
        return first != null ? first : identities().get(0);
    }

    List<TicketKeeper> keepers() {
        List<TicketKeeper> keepers = new ArrayList<>();
        identities().forEach(identity -> keepers.add(identity.keeper()));
        return keepers;
    }

    /** The status of the first of its tickets that fails, or else of the first one. */
    KeeperStatus status() {
        List<KeeperStatus> all = statuses();
        return all.stream().filter(status -> status.failure() != null).findFirst().orElse(all.get(0));
    }

    private List<KeeperStatus> statuses() {
        List<KeeperStatus> all = new ArrayList<>();
        for (TicketKeeper keeper : keepers()) {
            all.add(keeper.status());
            KeeperStatus agent = keeper.agentStatus();
            if (agent != null) {
                all.add(agent);
            }
        }
        return all;
    }

    /** Logs why pages get no cards, if the options ask for cards that cannot be had. */
    void logCards() {
        identities().get(0).logCards(logPrefix);
    }
}
