package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.store.SharedStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChat;
import io.github.wxconfig.wechat.WeChatException;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes, one store, on the moved clock. */
class ClusterTest {

    private static final Account ACCOUNT = new Account("wx1", "secret");

    private final FakeTimeSource time = new FakeTimeSource();
    private final SharedStore store = new SharedStore(time);
    private final LogCapture log = new LogCapture("io.github.wxconfig");
    private FakeWeChat weChat = new FakeWeChat(time, false);

    @AfterEach
    void stopCapturing() {
        log.close();
    }

    private Node[] nodes(int number) {
        return IntStream.range(0, number).mapToObj(n -> new Node(time, weChat, new StoreFactory("test", () -> store), ACCOUNT, n))
                .toArray(Node[]::new);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClusterCostsWhatOneNodeCosts(boolean classic) {
        weChat = new FakeWeChat(time, classic);
        Node[] nodes = nodes(10);
        Node.run(time, Duration.ofHours(24), nodes);
        System.out.println("A day of ten nodes with one store, " + (classic ? "classic" : "stable") + ": " + weChat.calls()
                + " calls");
        assertTrue(weChat.calls() <= 40, "calls: " + weChat.calls());
        for (Node node : nodes) {
            assertEquals(nodes[0].ticket(), node.ticket());
        }
    }

    @Test
    void whoDoesNotGetTheLeaseServesTheOldTicketAndTakesTheNewOneWhenItIsThere() throws Exception {
        Node node = nodes(1)[0];
        node.stepIfDue();
        time.advance(Duration.ofSeconds(4800));
        store.acquire(ACCOUNT.ticketKey(), "another node", Duration.ofSeconds(110));
        node.run(Duration.ofSeconds(100));
        assertEquals("SECRET-TICKET-0", node.ticket());
        assertEquals(1, weChat.ticketCalls);
        Credential next = new Credential("of-the-other", time.instant(), time.instant().plusSeconds(7200));
        store.put(ACCOUNT.ticketKey(), next);
        node.run(Duration.ofSeconds(2));
        assertEquals(next, node.current());
        assertEquals(1, weChat.ticketCalls);
    }

    @Test
    void whoGetsTheLeaseLooksOnceMoreWhetherItIsStillNeeded() {
        Credential next = new Credential("of-the-other", time.instant(), time.instant().plusSeconds(7200));
        store.beforeLease = () -> putQuietly(ACCOUNT.ticketKey(), next);
        Node node = nodes(1)[0];
        node.stepIfDue();
        assertEquals(next, node.current());
        assertEquals(0, weChat.calls());
    }

    @Test
    void aNodeThatDiesInMidRefreshBlocksNobodyForLong() throws Exception {
        store.acquire(ACCOUNT.ticketKey(), "a node that died", Lease.DURATION);
        Node node = nodes(1)[0];
        node.run(Lease.DURATION.minusSeconds(1));
        assertNull(node.current());
        node.run(Duration.ofSeconds(3));
        assertNotNull(node.current());
    }

    @Test
    void aStoreWhoseLeasesNeverEndBlocksNobodyForLong() throws Exception {
        store.acquire(ACCOUNT.ticketKey(), "a node that died", Duration.ofDays(1));
        Node node = nodes(1)[0];
        node.run(Refresher.MAX_LEASE_WAIT.plusSeconds(3));
        assertNotNull(node.current());
        assertEquals(1, weChat.ticketCalls);
    }

    @Test
    void theLeaseOutlivesSlowCalls() throws Exception {
        Duration slow = Lease.DURATION.minusSeconds(1);
        FakeWeChat slowly = new FakeWeChat(time, false) {
            @Override
            public IssuedCredential accessToken() throws WeChatException {
                time.advance(slow);
                return super.accessToken();
            }

            @Override
            public IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
                time.advance(slow);
                assertTrue(store.isLeased(ACCOUNT.ticketKey()));
                return super.jsapiTicket(accessToken);
            }
        };
        Node node = new Node(time, slowly, store, 1);
        node.stepIfDue();
        assertNotNull(node.current());
    }

    /** However the wait before it ended: with the lease, or with another node's ticket. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachWaitForALeaseIsAsPatientAsTheFirst(boolean otherSucceeds) throws Exception {
        Node node = nodes(1)[0];
        store.acquire(ACCOUNT.ticketKey(), "another node", Lease.DURATION);
        node.run(Duration.ofSeconds(20));
        if (otherSucceeds) {
            store.put(ACCOUNT.ticketKey(), new Credential("of-the-other", time.instant(), time.instant().plusSeconds(7200)));
        }
        node.run(Duration.ofMinutes(1));
        assertNotNull(node.current());
        int calls = weChat.ticketCalls;
        store.acquire(ACCOUNT.ticketKey(), "a node that died", Duration.ofDays(1));
        node.run(Duration.between(time.instant(), node.status().nextAttemptAt()).plus(Refresher.MAX_LEASE_WAIT).minusSeconds(1));
        assertEquals(calls, weChat.ticketCalls);
        node.run(Duration.ofSeconds(3));
        assertEquals(calls + 1, weChat.ticketCalls);
    }

    @Test
    void aNodeWhoseClockIsALittleAheadIsBelieved() throws Exception {
        Instant ahead = time.instant().plusSeconds(30);
        store.put(ACCOUNT.ticketKey(), new Credential("of-the-other", ahead, ahead.plusSeconds(7200)));
        Node node = nodes(1)[0];
        node.stepIfDue();
        assertEquals("of-the-other", node.ticket());
        assertEquals(0, weChat.calls());
        weChat.down = FakeWeChat.failure(Kind.TRANSIENT, -1);
        node.run(FakeWeChat.LIFE);
        assertNull(node.current(), "but not longer than the ticket's life");
    }

    @Test
    void aTicketFromWhenTheClockWasWrongDoesNotKeepAnothersOutAfterItsEnd() throws Exception {
        Node node = nodes(1)[0];
        time.jump(Duration.ofHours(5));
        node.stepIfDue();
        time.jump(Duration.ofHours(-5));
        weChat.down = FakeWeChat.failure(Kind.OPERATOR, 40164, Duration.ofHours(1));
        node.run(FakeWeChat.LIFE);
        assertNull(node.current());
        store.put(ACCOUNT.ticketKey(), new Credential("of-the-other", time.instant(), time.instant().plusSeconds(7200)));
        node.run(Refresher.STORE_POLL_INTERVAL);
        assertEquals("of-the-other", node.ticket());
    }

    @Test
    void aNodeThatWeChatRefusesLooksAtTheStoreOnceAMinute() {
        weChat.down = FakeWeChat.failure(Kind.OPERATOR, 40164, Duration.ofHours(1));
        Node node = nodes(1)[0];
        node.stepIfDue();
        int uses = store.uses;
        node.run(Refresher.STORE_POLL_INTERVAL.minusSeconds(1));
        assertEquals(uses, store.uses);
        node.run(Refresher.STORE_POLL_INTERVAL.multipliedBy(10));
        assertEquals(uses + 10, store.uses);
    }

    @Test
    void aStoreThatCanOnlyBeReadIsComplainedOfOnce() {
        store.readOnly = true;
        Node node = nodes(1)[0];
        node.run(Duration.ofHours(24));
        assertNotNull(node.current());
        assertEquals(1, log.lines().size(), log.lines()::toString);
        store.readOnly = false;
        node.run(Duration.ofHours(2));
        assertEquals(2, log.lines().size(), log.lines()::toString);
    }

    @Test
    void theLeaseIsGivenBackWhateverHappens() {
        Node node = nodes(1)[0];
        weChat.down = FakeWeChat.failure(Kind.OPERATOR, 40125);
        node.stepIfDue();
        assertFalse(store.isLeased(ACCOUNT.ticketKey()));
        weChat.down = null;
        node.run(Duration.ofHours(2));
        assertNotNull(node.current());
        assertFalse(store.isLeased(ACCOUNT.ticketKey()));
    }

    @Test
    void aNodeThatWeChatRefusesTakesWhatAnotherOneGets() {
        Node[] nodes = nodes(2);
        weChat.down = FakeWeChat.failure(Kind.OPERATOR, 40164, Duration.ofHours(1));
        nodes[0].stepIfDue();
        assertNull(nodes[0].current());
        weChat.down = null;
        nodes[1].stepIfDue();
        nodes[0].run(Refresher.STORE_POLL_INTERVAL.plusSeconds(1));
        assertEquals(nodes[1].current(), nodes[0].current());
        assertEquals(1, weChat.ticketCalls);
    }

    @Test
    void goesOnAloneWhileTheStoreIsDownAndBringsItWhatItMissed() throws Exception {
        Node[] nodes = nodes(2);
        store.down = true;
        Node.run(time, Duration.ofHours(3), nodes);
        assertEquals(weChat.ticketNow(), nodes[0].ticket());
        assertEquals(weChat.ticketNow(), nodes[1].ticket());
        assertTrue(nodes[0].status().isStoreDown());
        assertTrue(store.uses <= 2 * 50, "a store that is down is tried seldom: " + store.uses);
        store.down = false;
        Node.run(time, Duration.ofMinutes(10), nodes);
        assertFalse(nodes[0].status().isStoreDown());
        assertEquals(weChat.ticketNow(), store.get(ACCOUNT.ticketKey()).value());
        assertEquals(2, log.lines().stream().filter(l -> l.startsWith("WARNING The credential store")).count(),
                log.lines()::toString);
        assertEquals(2, log.lines().stream().filter(l -> l.startsWith("INFO The credential store")).count(),
                log.lines()::toString);
    }

    @Test
    void aStoreThatForgetsEverythingHarmsNothing() {
        Node[] nodes = nodes(3);
        for (int hour = 0; hour < 24; hour++) {
            Node.run(time, Duration.ofHours(1), nodes);
            store.credentials.close();
            assertNotNull(nodes[hour % 3].current());
        }
        assertTrue(weChat.calls() <= 3 * 40, "calls: " + weChat.calls());
    }

    @Test
    void aNodeWhoseClockIsWrongHarmsNeitherItselfNorTheOthers() {
        Node right = nodes(1)[0];
        FakeTimeSource ahead = new FakeTimeSource();
        ahead.jump(Duration.ofMinutes(20));
        Node wrong = new Node(ahead, weChat, new StoreFactory("test", () -> store), ACCOUNT, 9);
        for (int minute = 0; minute < 24 * 60; minute++) {
            right.run(Duration.ofMinutes(1));
            wrong.run(Duration.ofMinutes(1));
            assertNotNull(right.current());
            assertNotNull(wrong.current());
        }
        assertTrue(weChat.calls() <= 80, "calls: " + weChat.calls());
    }

    @Test
    void classicNodesUseTheTokenThatAnotherOneGotInsteadOfEndingIt() throws Exception {
        weChat = new FakeWeChat(time, true);
        Node[] nodes = nodes(2);
        nodes[0].stepIfDue();
        store.remove(ACCOUNT.ticketKey());
        nodes[1].stepIfDue();
        assertEquals(1, weChat.tokenCalls);
        assertEquals(2, weChat.ticketCalls);
    }

    @Test
    void classicNodesTakeTheNewerTokenWhenTheirsIsRefused() throws Exception {
        weChat = new FakeWeChat(time, true);
        Node node = nodes(1)[0];
        node.stepIfDue();
        String newer = weChat.accessToken().value();
        weChat.accessToken();
        String newest = weChat.accessToken().value();
        int calls = weChat.tokenCalls;
        // while the first call for a ticket is under way, another node stores its newer token
        Credential stored = store.get(ACCOUNT.tokenKey());
        assertFalse(stored.value().equals(newest) || stored.value().equals(newer));
        WeChat slow = new WeChat() {
            @Override
            public IssuedCredential accessToken() throws WeChatException {
                return weChat.accessToken();
            }

            @Override
            public IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
                try {
                    return weChat.jsapiTicket(accessToken);
                } finally {
                    putQuietly(ACCOUNT.tokenKey(), new Credential(newest, time.instant(), time.instant().plusSeconds(7200)));
                }
            }
        };
        assertEquals(weChat.ticketNow(), issuer(slow).ticket().value());
        assertEquals(calls, weChat.tokenCalls);
    }

    @Test
    void aStoredTokenIsUsedUntilShortlyBeforeItsEnd() throws Exception {
        String token = weChat.accessToken().value();
        WeChatIssuer issuer = issuer(weChat);
        Duration margin = WeChatIssuer.TOKEN_MARGIN;
        store.put(ACCOUNT.tokenKey(), new Credential(token, time.instant(), time.instant().plus(margin).plusSeconds(1)));
        issuer.ticket();
        assertEquals(1, weChat.tokenCalls);
        time.advance(Duration.ofSeconds(1));
        issuer.ticket();
        assertEquals(2, weChat.tokenCalls);
    }

    @Test
    void aTokenThatWeChatRejectsIsTriedOnceOnly() throws Exception {
        store.put(ACCOUNT.tokenKey(), new Credential("dead", time.instant(), time.instant().plusSeconds(7200)));
        WeChatIssuer issuer = issuer(new WeChat() {
            @Override
            public IssuedCredential accessToken() throws WeChatException {
                throw FakeWeChat.failure(Kind.TRANSIENT, -1);
            }

            @Override
            public IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
                return weChat.jsapiTicket(accessToken);
            }
        });
        assertThrows(WeChatException.class, issuer::ticket);
        assertThrows(WeChatException.class, issuer::ticket);
        assertEquals(1, weChat.ticketCalls);
    }

    private WeChatIssuer issuer(WeChat client) {
        ResilientStore resilient = new ResilientStore(new StoreFactory("test", () -> store), time, () -> 0.5, "");
        CallGate gate = new CallGate(new Lease(resilient, ACCOUNT.ticketKey()), () -> false);
        return new WeChatIssuer(client, resilient, gate, ACCOUNT.tokenKey(), time);
    }

    private void putQuietly(String key, Credential credential) {
        try {
            store.put(key, credential);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void classicNodesAskForNoTokenWhileTheStoredOneLives() {
        weChat = new FakeWeChat(time, true);
        Node[] nodes = nodes(5);
        int tokens = 0;
        long lastToken = time.millis();
        for (int second = 0; second < 24 * 3600; second++) {
            Node.run(time, Duration.ofSeconds(1), nodes);
            if (weChat.tokenCalls > tokens) {
                assertEquals(tokens + 1, weChat.tokenCalls);
                assertTrue(tokens == 0 || time.millis() - lastToken >= 7_200_000 - WeChatIssuer.TOKEN_MARGIN.toMillis());
                tokens = weChat.tokenCalls;
                lastToken = time.millis();
            }
        }
        assertTrue(tokens >= 10, "tokens: " + tokens);
    }

    @Test
    void anotherAppidHasItsOwnTicket() throws Exception {
        nodes(1)[0].stepIfDue();
        Node other = new Node(time, weChat, new StoreFactory("test", () -> store), new Account("wx2", "secret"), 1);
        other.stepIfDue();
        assertEquals(2, weChat.ticketCalls);
        assertEquals(2, weChat.tokenCalls);
    }
}
