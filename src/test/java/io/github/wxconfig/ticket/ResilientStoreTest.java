package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.store.SharedStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.IssuedCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the keeper may rely on, whatever its store does. */
class ResilientStoreTest {

    /** Longer than a store that failed once is left alone. */
    private static final Duration A_WHILE = Duration.ofSeconds(10);

    private final FakeTimeSource time = new FakeTimeSource();
    private final SharedStore shared = new SharedStore(time);
    private final ResilientStore store = new ResilientStore(new StoreFactory("test", () -> shared), time, () -> 0.5, "");
    private final LogCapture log = new LogCapture("io.github.wxconfig");

    @AfterEach
    void stopCapturing() {
        log.close();
    }

    private Credential credential(String value, Duration life) {
        return new Credential(value, time.instant(), time.instant().plus(life));
    }

    private Credential issuedLater(String value) {
        time.advance(Duration.ofSeconds(1));
        return credential(value, Duration.ofHours(2));
    }

    private void tryAgain() {
        time.advance(A_WHILE);
        store.save();
    }

    @Test
    void answersFromItsCopyWhileTheStoreIsDownAndForAsLongAsThatLives() {
        Credential ours = credential("ours", Duration.ofMinutes(5));
        store.put("key", ours);
        shared.down = true;
        assertEquals(ours, store.get("key"));
        time.advance(Duration.ofMinutes(5));
        assertNull(store.get("key"));
    }

    @Test
    void tellsWhyTheStoreFailsAndNotOnlyWithWhichClass() {
        ResilientStore broken = new ResilientStore(new StoreFactory("test", () -> {
            throw new IllegalStateException("SECRET", new NoClassDefFoundError("org/example/Missing"));
        }), time, () -> 0.5, "");
        broken.get("key");
        String line = log.lines().get(0);
        assertTrue(line.contains("java.lang.IllegalStateException <- java.lang.NoClassDefFoundError: org/example/Missing"), line);
        assertFalse(line.contains("SECRET"), line);
    }

    /** However it came there, and however often it is read. */
    @Test
    void nothingIsBelievedForLongerThanWeChatGives() {
        SplittableRandom random = new SplittableRandom(5);
        Instant[] extremes = {Instant.MIN, Instant.EPOCH, time.instant(), Instant.MAX};
        for (int i = 0; i < 2000; i++) {
            Instant start = time.instant();
            Instant one = i < 16 ? extremes[i % 4] : start.plusSeconds(random.nextLong(-20_000, 20_000));
            Instant other = i < 16 ? extremes[i / 4] : start.plusSeconds(random.nextLong(-20_000, 20_000));
            Credential claim = one.isBefore(other) ? new Credential("value", one, other) : new Credential("value", other, one);
            shared.claim = claim;
            Node node = new Node(time, (FakeWeChat) null, new StoreFactory("test", () -> shared), new Account("wx1"), i);
            node.stepIfDue();
            boolean believed = store.get("key") != null;
            time.advance(IssuedCredential.MAX_LIFE.plusSeconds(61));
            assertNull(node.current(), claim::toString);
            assertFalse(believed && store.get("key") != null, claim::toString);
        }
    }

    /** One that claims to be newer than all that is to come. */
    @Test
    void replacesWhatClaimsToBeOfTheFuture() {
        store.put("key", issuedLater("first"));
        shared.down = true;
        Credential ours = issuedLater("ours");
        store.put("key", ours);
        shared.down = false;
        shared.credentials.put("key", credentialIssuedIn("theirs", Duration.ofDays(1)));
        tryAgain();
        assertEquals(ours, shared.credentials.get("key"));
    }

    private Credential credentialIssuedIn(String value, Duration ahead) {
        return new Credential(value, time.instant().plus(ahead), time.instant().plus(ahead).plusSeconds(7200));
    }

    /** As what another program has put there. */
    @Test
    void replacesWhatCannotBeRead() {
        shared.unreadable = true;
        assertNull(store.get("key"));
        Credential ours = issuedLater("ours");
        store.put("key", ours);
        assertTrue(store.isDown());
        tryAgain();
        assertEquals(ours, shared.credentials.get("key"));
        assertFalse(store.isDown());
    }

    @Test
    void answersFromItsCopyWhenTheStoreHasLostIt() {
        Credential ours = issuedLater("ours");
        store.put("key", ours);
        shared.credentials.remove("key");
        assertEquals(ours, store.get("key"));
    }

    @Test
    void believesTheStoreRatherThanItsCopy() {
        store.put("key", issuedLater("ours"));
        Credential theirs = credential("theirs", Duration.ofHours(1));
        shared.credentials.put("key", theirs);
        assertEquals(theirs, store.get("key"));
    }

    @Test
    void prefersWhatAStoreThatCanOnlyBeReadDidNotTake() {
        Credential old = issuedLater("old");
        shared.credentials.put("key", old);
        shared.readOnly = true;
        Credential ours = issuedLater("ours");
        store.put("key", ours);
        time.advance(A_WHILE);
        assertEquals(ours, store.get("key"));
        assertTrue(store.isDown());
        assertEquals(1, log.lines().size(), log.lines()::toString);
        Credential theirs = issuedLater("theirs");
        shared.credentials.put("key", theirs);
        assertEquals(theirs, store.get("key"));
    }

    @Test
    void bringsTheStoreWhatItMissedUnlessItHasSomethingNewer() {
        shared.down = true;
        Credential ours = issuedLater("ours");
        store.put("key", ours);
        store.put("another", ours);
        Credential theirs = issuedLater("theirs");
        shared.credentials.put("another", theirs);
        shared.down = false;
        tryAgain();
        assertEquals(ours, shared.credentials.get("key"));
        assertEquals(theirs, shared.credentials.get("another"));
        assertFalse(store.isDown());
        assertEquals(2, log.lines().size(), log.lines()::toString);
    }

    @Test
    void forgetsWhatIsRemovedEvenIfTheStoreNeverHadIt() {
        shared.down = true;
        store.put("key", issuedLater("ours"));
        store.remove("key");
        assertNull(store.get("key"));
        shared.down = false;
        tryAgain();
        assertNull(store.get("key"));
        assertNull(shared.credentials.get("key"));
        assertFalse(store.isDown());
    }

    @Test
    void grantsEveryLeaseWhileTheStoreIsDown() {
        shared.down = true;
        assertTrue(store.acquire("key", "me", Duration.ofSeconds(30)));
    }
}
