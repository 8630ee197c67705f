package io.github.wxconfig.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The tickets of one account and type. Everybody gets the same ticket until a fixed boundary of time is passed; the one
 * before it goes on verifying for a while.
 */
final class Tickets {

    private static final int REMEMBERED = 1_000;

    static final class Ticket {
        final String value;
        final long period;
        /** When it stops being handed out. */
        Instant handedOutUntil;

        Ticket(String value, long period, Instant handedOutUntil) {
            this.value = value;
            this.period = period;
            this.handedOutUntil = handedOutUntil;
        }
    }

    private final Settings settings;
    private final Supplier<String> values;
    private final Deque<Ticket> issued = new ArrayDeque<>();

    /** @param values makes a ticket's text */
    Tickets(Settings settings, Supplier<String> values) {
        this.settings = settings;
        this.values = values;
    }

    String current(Instant now) {
        Ticket latest = issued.peekFirst();
        if (latest == null || latest.period != period(now) || !now.isBefore(latest.handedOutUntil)) {
            return issue(now);
        }
        return latest.value;
    }

    /** How long the current ticket will still be handed out; at least one second. */
    long secondsLeft(Instant now) {
        return Math.max(1, Duration.between(now, issued.getFirst().handedOutUntil).getSeconds());
    }

    /** Hands out another ticket from now on. */
    void rotate(Instant now) {
        if (!issued.isEmpty() && now.isBefore(issued.getFirst().handedOutUntil)) {
            issued.getFirst().handedOutUntil = now;
        }
    }

    boolean alive(Ticket ticket, Instant now) {
        return now.isBefore(end(ticket));
    }

    Instant end(Ticket ticket) {
        return ticket.handedOutUntil.plus(settings.oldTicketLife);
    }

    /** The latest first, dead ones among them. */
    List<Ticket> issued() {
        return new ArrayList<>(issued);
    }

    private String issue(Instant now) {
        rotate(now);
        long period = period(now);
        Instant boundary = Instant.ofEpochSecond((period + 1) * settings.ticketLife.getSeconds());
        issued.addFirst(new Ticket(values.get(), period, boundary));
        if (issued.size() > REMEMBERED) {
            issued.removeLast();
        }
        return issued.getFirst().value;
    }

    private long period(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), settings.ticketLife.getSeconds());
    }
}
