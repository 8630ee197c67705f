package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.store.StoreFactory;
import java.time.Duration;
import java.util.SplittableRandom;

/** One server: a refresher that is stepped on the moved clock. */
final class Node {

    final FakeTimeSource time;
    final Refresher refresher;
    private long waitUntil;

    Node(FakeTimeSource time, FakeWeChat weChat, CredentialStore store, long seed) {
        this(time, weChat, new StoreFactory("test", () -> store), new Account("wx1", "secret"), seed);
    }

    Node(FakeTimeSource time, FakeWeChat weChat, StoreFactory store, Account account, long seed) {
        this(time, (s, gate) -> new WeChatIssuer(weChat, s, gate, account.tokenKey(), time), store, account, seed);
    }

    Node(FakeTimeSource time, Issuer.Factory issuers, StoreFactory store, Account account, long seed) {
        this.time = time;
        SplittableRandom random = new SplittableRandom(seed);
        ResilientStore resilient = new ResilientStore(store, time, random::nextDouble, "");
        this.refresher = new Refresher(account, resilient, issuers, () -> false, time, random::nextDouble);
        this.waitUntil = time.nanos();
    }

    /** Steps if it is time to. Returns when to step next. */
    long stepIfDue() {
        if (time.nanos() - waitUntil >= 0) {
            waitUntil = time.nanos() + refresher.step();
        }
        return waitUntil;
    }

    /** Lets these nodes live for so long. */
    static void run(FakeTimeSource time, Duration duration, Node... nodes) {
        long end = time.nanos() + duration.toNanos();
        while (true) {
            long next = end;
            for (Node node : nodes) {
                next = Math.min(next, node.stepIfDue());
            }
            if (time.nanos() == end) {
                return;
            }
            time.advanceNanos(next - time.nanos());
        }
    }

    void run(Duration duration) {
        run(time, duration, this);
    }

    Credential current() {
        return refresher.current();
    }

    String ticket() {
        Credential ticket = current();
        return ticket == null ? null : ticket.value();
    }

    KeeperStatus status() {
        return refresher.status();
    }
}
