package io.github.wxconfig.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.ticket.FakeTimeSource;
import io.github.wxconfig.ticket.ResilientStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises. */
abstract class CredentialStoreContract {

    final FakeTimeSource clock = new FakeTimeSource();
    private CredentialStore store;

    /** Opens the store, again after it was closed, on {@link #clock}. */
    abstract CredentialStore open() throws Exception;

    /** What happens between writing and reading: nothing, a restart, a crash. */
    CredentialStore between(CredentialStore written) throws Exception {
        return written;
    }

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    static Credential credential(String value, Instant issuedAt, long seconds) {
        return new Credential(value, issuedAt, issuedAt.plusSeconds(seconds));
    }

    private Credential credential(String value, long seconds) {
        return credential(value, clock.instant(), seconds);
    }

    private void put(String key, Credential credential) throws Exception {
        store.put(key, credential);
        store = between(store);
    }

    @Test
    void givesWhatWasPut() throws Exception {
        Credential ticket = credential("sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl", 7200);
        put("wxconfig:wx1:ab:ticket", ticket);
        assertEquals(ticket, store.get("wxconfig:wx1:ab:ticket"));
    }

    @Test
    void givesNullForWhatWasNeverPut() throws Exception {
        assertNull(store.get("wxconfig:wx1:ab:never"));
    }

    @Test
    void takesAValueOf2048CharactersAndOddOnes() throws Exception {
        put("long", credential("x".repeat(2048), 7200));
        assertEquals("x".repeat(2048), store.get("long").value());
        put("odd", credential("a b\"'\\:|,;{}\u4e2d", 7200));
        assertEquals("a b\"'\\:|,;{}\u4e2d", store.get("odd").value());
    }

    @Test
    void theLastOnePutWinsEvenIfItEndsSooner() throws Exception {
        put("key", credential("first", 7200));
        put("key", credential("second", 300));
        assertEquals("second", store.get("key").value());
    }

    @Test
    void keysDoNotTouchEachOther() throws Exception {
        put("one", credential("1", 7200));
        put("two", credential("2", 7200));
        store.remove("one");
        store = between(store);
        assertNull(store.get("one"));
        assertEquals("2", store.get("two").value());
    }

    @Test
    void removingWhatIsNotThereIsFine() throws Exception {
        store.remove("nothing");
    }

    @Test
    void givesNothingThatHasExpired() throws Exception {
        put("key", credential("short", 300));
        clock.advance(Duration.ofSeconds(299));
        assertEquals("short", store.get("key").value());
        clock.advance(Duration.ofSeconds(1));
        assertNull(store.get("key"));
    }

    @Test
    void takesOneThatHasExpiredAndForgetsIt() throws Exception {
        put("key", credential("alive", 300));
        put("key", credential("dead", clock.instant().minusSeconds(7200), 7200));
        assertNull(store.get("key"));
    }

    /** Whoever can write to the store. WeChat gives two hours; what a clock that is ahead writes may be a minute longer. */
    @Test
    void noClaimOfALongerLifeIsBelieved() throws Exception {
        ResilientStore keepers = new ResilientStore(new StoreFactory("test", () -> store), clock, () -> 0.5, "");
        Instant now = clock.instant();
        long[][] claims = {{0, 47 * 3600}, {0, 7261}, {-3600, 7261}, {-7200, 7201 + 60}, {61, 7200}, {61, 90}, {3600, 7200},
                {-14_400, 60}, {-47 * 3600, 3600}, {0, 365L * 86_400}, {-365L * 86_400, 60}, {-7200, 0}, {-7200, -1}};
        for (long[] claim : claims) {
            store.put("key", new Credential("value", now.plusSeconds(claim[0]), now.plusSeconds(claim[1])));
            assertNull(keepers.get("key"), () -> "issued in " + claim[0] + " s, expires in " + claim[1] + " s");
        }
        long[][] honest = {{0, 7200}, {-7100, 100}, {-4500, 7200}, {-7199, 7200}, {60, 7260}, {60, 300}};
        for (long[] claim : honest) {
            Credential credential = new Credential("value", now.plusSeconds(claim[0]), now.plusSeconds(claim[1]));
            store.put("key", credential);
            assertEquals(credential, keepers.get("key"), () -> "issued in " + claim[0] + " s, expires in " + claim[1] + " s");
        }
    }

    @Test
    void whoHoldsTheLeaseGetsItAnew() throws Exception {
        assertTrue(store.acquire("key", "me", Duration.ofSeconds(30)));
        assertTrue(store.acquire("key", "me", Duration.ofSeconds(30)));
        store.release("key", "me");
        store.release("key", "me");
        assertTrue(store.acquire("key", "other", Duration.ofSeconds(30)));
        store.release("key", "other");
    }

    @Test
    void theLeaseIsNotInTheWayOfTheCredential() throws Exception {
        put("key", credential("value", 7200));
        assertTrue(store.acquire("key", "me", Duration.ofSeconds(30)));
        assertEquals("value", store.get("key").value());
        store.release("key", "me");
        assertEquals("value", store.get("key").value());
    }
}
