package io.github.wxconfig.script;

import io.github.wxconfig.Credential;
import io.github.wxconfig.url.PageUrl;
import io.github.wxconfig.url.SiteHosts;
import io.github.wxconfig.wechat.Signer;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs page URLs from memory, with the current ticket.
 *
 * <p>Safe for any number of threads, never blocks.
 */
public final class UrlSigner {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private final Supplier<@Nullable Credential> tickets;
    private final Supplier<@Nullable Credential> agentTickets;
    private final SiteHosts hosts;
    private final Clock clock;
    private final LongSupplier random;

    private volatile @Nullable Ticket current;
    private volatile @Nullable Ticket currentOfAgent;

    /** Signs for every host. */
    public UrlSigner(Supplier<@Nullable Credential> tickets, Clock clock) {
        this(tickets, SiteHosts.EVERY, clock);
    }

    /**
     * @param tickets gives the ticket to sign with now, at once, or {@code null} if there is none
     * @param hosts   whose pages are signed
     */
    public UrlSigner(Supplier<@Nullable Credential> tickets, SiteHosts hosts, Clock clock) {
        this(tickets, hosts, clock, () -> ThreadLocalRandom.current().nextLong());
    }

    /** @param agentTickets gives the ticket of a corp's app in the same way, for agentConfig */
    public UrlSigner(Supplier<@Nullable Credential> tickets, Supplier<@Nullable Credential> agentTickets, SiteHosts hosts,
            Clock clock) {
        this(tickets, agentTickets, hosts, clock, () -> ThreadLocalRandom.current().nextLong());
    }

    UrlSigner(Supplier<@Nullable Credential> tickets, Clock clock, LongSupplier random) {
        this(tickets, SiteHosts.EVERY, clock, random);
    }

    public UrlSigner(Supplier<@Nullable Credential> tickets, SiteHosts hosts, Clock clock, LongSupplier random) {
        this(tickets, () -> null, hosts, clock, random);
    }

    private UrlSigner(Supplier<@Nullable Credential> tickets, Supplier<@Nullable Credential> agentTickets, SiteHosts hosts,
            Clock clock,
            LongSupplier random) {
        this.tickets = tickets;
        this.agentTickets = agentTickets;
        this.hosts = hosts;
        this.clock = clock;
        this.random = random;
    }

    /** Returns whether {@code url} belongs to a host whose pages are signed. */
    public boolean covers(String url) {
        return hosts.containHostOf(url);
    }

    public SiteHosts hosts() {
        return hosts;
    }

    /** Signs {@code url} without its fragment; {@code null} if it is not {@linkplain #covers covered}, or there is no ticket. */
    public @Nullable SignedUrl sign(String url) {
        Ticket ticket = covers(url) ? ticket() : null;
        if (ticket == null) {
            return null;
        }
        String page = PageUrl.withoutFragment(url);
        long timestamp = clock.millis() / 1000;
        String nonceStr = nonce();
        String signature = ticket.signer.sign(nonceStr, timestamp, page);
        long validUntil = ticket.credential.expiresAt().getEpochSecond();
        Ticket agent = agentTicket();
        return agent == null ? new SignedUrl(page, timestamp, nonceStr, signature, "", validUntil)
                : new SignedUrl(page, timestamp, nonceStr, signature, agent.signer.sign(nonceStr, timestamp, page),
                        Math.min(validUntil, agent.credential.expiresAt().getEpochSecond()));
    }

    private @Nullable Ticket ticket() {
        Credential credential = tickets.get();
        if (credential == null) {
            return null;
        }
        Ticket ticket = current;
        if (ticket == null || !ticket.isOf(credential)) {
            ticket = new Ticket(credential);
            current = ticket;
        }
        return ticket;
    }

    private @Nullable Ticket agentTicket() {
        Credential credential = agentTickets.get();
        if (credential == null) {
            return null;
        }
        Ticket ticket = currentOfAgent;
        if (ticket == null || !ticket.isOf(credential)) {
            ticket = new Ticket(credential);
            currentOfAgent = ticket;
        }
        return ticket;
    }

    /** A nonce need not be a secret, only be new: 80 bits, five to a character. */
    private String nonce() {
        char[] chars = new char[16];
        long bits = random.getAsLong();
        for (int i = 0; i < chars.length; i++) {
            if (i == 8) {
                bits = random.getAsLong();
            }
            chars[i] = ALPHABET.charAt((int) bits & 31);
            bits >>>= 5;
        }
        return new String(chars);
    }

    private static final class Ticket {

        final Credential credential;
        final Signer signer;

        Ticket(Credential credential) {
            this.credential = credential;
            this.signer = new Signer(credential.value());
        }

        @SuppressWarnings("ReferenceEquality") // another object is another ticket, or costs one new signer
        boolean isOf(Credential other) {
            return credential == other;
        }
    }
}
