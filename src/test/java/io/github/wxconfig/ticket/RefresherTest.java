package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import io.github.wxconfig.LogCapture;
import io.github.wxconfig.store.MemoryStore;
import io.github.wxconfig.store.StoreFactory;
import io.github.wxconfig.text.LocalTime;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefresherTest {

    private static final String TICKET_KEY = new Account("wx1", "secret").ticketKey();
    private static final String TOKEN_KEY = new Account("wx1", "secret").tokenKey();

    private final FakeTimeSource time = new FakeTimeSource();
    private final FakeWeChat weChat = new FakeWeChat(time, false);
    private final MemoryStore store = new MemoryStore(time);
    private final Node node = node(1);
    private final LogCapture log = new LogCapture("io.github.wxconfig");

    private Node node(long seed) {
        return new Node(time, weChat, store, seed);
    }

    @AfterEach
    void stopCapturing() {
        log.close();
    }

    /** Whoever has put another secret into the file need not wait until the pause of an hour is over. */
    @Test
    void triesAtOnceWithASecretThatWasChanged() {
        weChat.down = FakeWeChat.failure(Kind.OPERATOR, 40125, Duration.ofHours(1));
        node.run(Duration.ofMinutes(5));
        assertEquals(1, weChat.tokenCalls);
        weChat.down = null;
        node.run(Duration.ofMinutes(5));
        assertNull(node.current(), "the pause lasts");
        weChat.secretChanged = true;
        node.run(Refresher.STORE_POLL_INTERVAL.plus(Refresher.MAX_SLEEP));
        assertEquals("SECRET-TICKET-0", node.ticket());
    }

    @Test
    void saysWhetherTheTicketIsFromTheStore() {
        node.stepIfDue();
        assertFalse(node.status().isFromStore());
        Node second = node(2);
        second.stepIfDue();
        assertTrue(second.status().isFromStore());
        assertEquals(0, second.status().tokenCalls());
        second.run(Duration.ofSeconds(7200));
        assertTrue(second.status().ticketCalls() > 0 && !second.status().isFromStore(), second.status()::toString);
    }

    @Test
    void hasATicketAfterTheFirstStep() {
        assertNull(node.current());
        assertEquals(KeeperStatus.State.STARTING, node.status().state());
        node.stepIfDue();
        assertEquals("SECRET-TICKET-0", node.ticket());
        assertEquals(KeeperStatus.State.SERVING, node.status().state());
        assertEquals(List.of(), log.lines());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void asksForTheNextTicketWhen60To66PerCentOfItsLifeAreOver(long seed) {
        Node node = node(seed);
        node.run(Duration.ofSeconds((long) (7200 * 0.60) - 1));
        assertEquals(1, weChat.ticketCalls);
        node.run(Duration.ofSeconds((long) (7200 * 0.06) + 2));
        assertEquals(2, weChat.ticketCalls);
    }

    @Test
    void nodesRefreshAtDifferentTimes() {
        long dues = java.util.stream.LongStream.range(0, 20).map(seed -> {
            Node node = new Node(time, new FakeWeChat(time, false), new MemoryStore(time), seed);
            node.stepIfDue();
            return node.status().nextAttemptAt().getEpochSecond();
        }).distinct().count();
        assertTrue(dues > 15, "different times: " + dues);
    }

    @Test
    void keepsTheOldTicketToItsEndWhenRefreshesFail() {
        node.stepIfDue();
        weChat.down = FakeWeChat.failure(Kind.TRANSIENT, -1);
        node.run(Duration.ofSeconds(7199));
        assertEquals("SECRET-TICKET-0", node.ticket());
        assertEquals(KeeperStatus.State.FAILING, node.status().state());
        time.advance(Duration.ofSeconds(1));
        assertNull(node.current());
        node.run(Refresher.MAX_SLEEP);
        assertEquals(KeeperStatus.State.WITHOUT_TICKET, node.status().state());
    }

    @Test
    void saysOnceThatItFailsThatTheTicketIsGoneAndThatAllIsWellAgain() {
        node.stepIfDue();
        weChat.down = FakeWeChat.failure(Kind.TRANSIENT, -1);
        node.run(Duration.ofHours(5));
        weChat.down = null;
        node.run(Duration.ofHours(5));
        assertEquals(3, log.lines().size(), log.lines()::toString);
        assertTrue(log.lines().get(0).startsWith("INFO WeChat answers [-1]. The current ticket for [wx1] is valid until ["
                + LocalTime.of(Instant.parse("2026-11-22T10:00:00Z")) + "]; next attempt in [2s]"));
        assertEquals("WARNING Pages go out unsigned from now on: the last ticket for [wx1] has expired", log.lines().get(1));
        assertEquals("INFO There is a fresh ticket for [wx1] again", log.lines().get(2));
    }

    @Test
    void waitsLongerAfterEachFailureButNeverLongerThanTheCap() {
        weChat.down = FakeWeChat.failure(Kind.TRANSIENT, -1);
        List<Long> waits = new ArrayList<>();
        while (waits.size() < 20) {
            int calls = weChat.calls();
            long start = time.nanos();
            while (weChat.calls() == calls) {
                node.run(Duration.ofMillis(500));
            }
            waits.add(Duration.ofNanos(time.nanos() - start).getSeconds());
        }
        assertTrue(waits.get(1) <= 3, waits::toString);
        assertTrue(waits.get(5) > waits.get(1), waits::toString);
        assertTrue(waits.stream().allMatch(w -> w <= 301), waits::toString);
        assertTrue(waits.subList(9, 20).stream().allMatch(w -> w >= 149), waits::toString);
        assertTrue(waits.subList(9, 20).stream().distinct().count() > 5, waits::toString);
    }

    @Test
    void beginsToWaitAnewAfterASuccess() {
        weChat.down = FakeWeChat.failure(Kind.TRANSIENT, -1);
        node.run(Duration.ofHours(1));
        weChat.down = null;
        node.run(Duration.ofMinutes(5));
        assertNotNull(node.current());
        weChat.ticketFailures.add(FakeWeChat.failure(Kind.TRANSIENT, -1));
        int calls = weChat.ticketCalls;
        node.run(Duration.between(time.instant(), node.status().nextAttemptAt()).plusSeconds(3));
        assertEquals(calls + 2, weChat.ticketCalls);
        assertNull(node.status().failure());
    }

    @Test
    void saysOnceThatThereHasNeverBeenATicket() {
        weChat.down = FakeWeChat.failure(Kind.TRANSIENT, -1);
        node.run(Duration.ofHours(1));
        assertEquals(1, log.lines().size(), log.lines()::toString);
        assertTrue(log.lines().get(0).startsWith("WARNING WeChat answers [-1]. Pages go out unsigned"), log.lines()::toString);
    }

    @Test
    void warnsOfWhatOnlyTheOperatorCanMendWhileTheOldTicketStillServes() {
        node.stepIfDue();
        weChat.down = FakeWeChat.failure(Kind.OPERATOR, 40125, Duration.ofHours(1));
        node.run(Duration.ofSeconds(5400));
        assertEquals(1, log.lines().size(), log.lines()::toString);
        assertTrue(log.lines().get(0).startsWith("WARNING WeChat answers [40125]. The current ticket"), log.lines()::toString);
    }

    @Test
    void waitsForAsLongAsTheQuotaMeans() {
        weChat.down = FakeWeChat.failure(Kind.QUOTA, 45011, Duration.ofSeconds(70));
        node.run(Duration.ofSeconds(69));
        assertEquals(1, weChat.calls());
        node.run(Duration.ofSeconds(9));
        assertEquals(2, weChat.calls());
    }

    @Test
    void tellsTheOperatorOnceAndAgainWhenTheCauseChanges() {
        weChat.down = FakeWeChat.failure(Kind.OPERATOR, 40164, Duration.ofHours(1));
        node.run(Duration.ofHours(12));
        assertTrue(weChat.calls() <= 13, "calls: " + weChat.calls());
        weChat.down = FakeWeChat.failure(Kind.OPERATOR, 40125, Duration.ofHours(1));
        node.run(Duration.ofHours(12));
        List<String> told = log.lines().stream().filter(l -> l.contains("WeChat answers")).toList();
        assertEquals(2, told.size(), told::toString);
        assertTrue(told.get(0).matches("WARNING WeChat answers \\[40164]. Pages go out unsigned: there is no ticket for \\[wx1];"
                + " next attempt in \\[1h\\d?m?\\d+s]"), told::toString);
        assertEquals("WeChat answers [40125]", node.status().failure().message());
    }

    @Test
    void renewsADeadTokenOnceAndRepeatsTheCallOnce() {
        node.stepIfDue();
        weChat.killToken();
        node.run(Duration.ofSeconds(5400));
        assertEquals(2, weChat.tokenCalls);
        assertEquals(3, weChat.ticketCalls);
        assertEquals(List.of(), log.lines());
    }

    @Test
    void givesUpForNowWhenTheRenewedTokenIsRefusedToo() {
        weChat.ticketFailures.add(FakeWeChat.failure(Kind.TOKEN, 40001));
        weChat.ticketFailures.add(FakeWeChat.failure(Kind.TOKEN, 40014));
        node.stepIfDue();
        assertEquals(2, weChat.tokenCalls);
        assertEquals(2, weChat.ticketCalls);
        assertEquals("WeChat answers [40014]", node.status().failure().message());
        node.run(Duration.ofSeconds(3));
        assertNotNull(node.current());
        assertNull(node.status().failure());
    }

    @Test
    void goesByTheSecondsThatTheTokenHasLeft() throws Exception {
        weChat.accessToken();
        time.advance(Duration.ofSeconds(7200 - 345));
        node.stepIfDue();
        assertEquals(Instant.ofEpochMilli(time.millis() + 345_000), store.get(TOKEN_KEY).expiresAt());
        node.run(Duration.ofSeconds(5400));
        assertEquals(3, weChat.tokenCalls);
    }

    @Test
    void aRestartCostsNoCall() {
        node.stepIfDue();
        int calls = weChat.calls();
        time.advance(Duration.ofMinutes(30));
        Node restarted = node(2);
        restarted.stepIfDue();
        assertEquals("SECRET-TICKET-0", restarted.ticket());
        assertEquals(calls, weChat.calls());
        restarted.run(Duration.ofSeconds(4319 - 1800));
        assertEquals(calls, weChat.calls(), "its age counts from its issue");
        restarted.run(Duration.ofSeconds(1082));
        assertEquals(calls + 1, weChat.calls());
    }

    @Test
    void anotherSecretNeverMeetsWhatWasStored() {
        node.stepIfDue();
        weChat.down = FakeWeChat.failure(Kind.OPERATOR, 40125, Duration.ofHours(1));
        Node changed = new Node(time, weChat, new StoreFactory("test", () -> store), new Account("wx1", "other secret"), 3);
        changed.stepIfDue();
        assertNull(changed.current());
        assertEquals(3, weChat.calls());
    }

    @ParameterizedTest
    @ValueSource(longs = {-5, -1, 1, 5, 24, 24 * 365})
    void aJumpOfTheWallClockHarmsNothing(long hours) {
        node.run(Duration.ofMinutes(30));
        time.jump(Duration.ofHours(hours));
        node.run(Refresher.MAX_SLEEP);
        assertNotNull(node.current());
        assertTrue(weChat.ticketCalls <= 2);
        int calls = weChat.calls();
        node.run(Duration.ofMinutes(40));
        assertEquals(calls, weChat.calls(), "waiting goes by the monotonic clock");
        node.run(Duration.ofHours(24));
        assertTrue(weChat.calls() - calls <= 40, "calls in the day after: " + (weChat.calls() - calls));
    }

    @Test
    void aTicketDoesNotLiveLongerBecauseTheWallClockWasSetBack() {
        node.stepIfDue();
        weChat.down = FakeWeChat.failure(Kind.TRANSIENT, -1);
        time.jump(Duration.ofHours(-3));
        node.run(Duration.ofSeconds(7199));
        assertNotNull(node.current());
        time.advance(Duration.ofSeconds(1));
        assertNull(node.current());
    }

    /** What the store says of it goes by the wall clock alone. */
    @Test
    void aTicketThatHasEndedIsNotTakenFromTheStoreAgainBecauseTheWallClockWasSetBack() {
        node.stepIfDue();
        weChat.down = FakeWeChat.failure(Kind.TRANSIENT, -1);
        time.jump(Duration.ofMinutes(-30));
        node.run(Duration.ofSeconds(7200));
        assertNull(node.current());
        node.run(Duration.ofMinutes(29));
        assertNull(node.current());
        weChat.down = null;
        node.run(Duration.ofMinutes(6));
        assertNotNull(node.current());
    }

    @Test
    void aTicketReadFromTheStoreDoesNotLiveLongerEither() {
        node.stepIfDue();
        time.advance(Duration.ofMinutes(60));
        Node restarted = node(2);
        restarted.stepIfDue();
        weChat.down = FakeWeChat.failure(Kind.TRANSIENT, -1);
        time.jump(Duration.ofMinutes(-30));
        restarted.run(Duration.ofMinutes(60).minusSeconds(1));
        assertNotNull(restarted.current());
        time.advance(Duration.ofSeconds(1));
        assertNull(restarted.current());
    }

    @Test
    void aTicketThatIsGivenAgainAfterTheWallClockWasSetBackIsRefreshedAsUsual() {
        node.run(Duration.ofMinutes(30));
        weChat.phase = Duration.ofHours(-3); // WeChat's own clock stays
        time.jump(Duration.ofHours(-3));
        node.run(Duration.ofMinutes(50));
        assertEquals(2, weChat.ticketCalls);
        assertEquals("SECRET-TICKET-0", node.ticket());
        node.run(Duration.ofMinutes(60));
        assertEquals(3, weChat.ticketCalls);
        assertEquals("SECRET-TICKET-1", node.ticket());
    }

    @Test
    void aTicketThatSleptPastItsEndIsNotHandedOut() {
        node.stepIfDue();
        time.jump(Duration.ofHours(3)); // the machine was suspended, and its monotonic clock with it
        assertNull(node.current());
        node.stepIfDue();
        node.run(Refresher.MAX_SLEEP);
        assertNotNull(node.current());
    }

    @Test
    void aStoredTicketOfTheFutureIsNotTrusted() {
        time.jump(Duration.ofHours(5));
        node.stepIfDue();
        time.jump(Duration.ofHours(-5));
        Node restarted = node(2);
        restarted.stepIfDue();
        assertEquals(2, weChat.ticketCalls);
        assertEquals(FakeTimeSource.START, restarted.current().issuedAt());
    }

    @Test
    void absurdStoredCredentialsAreIgnored() {
        List<Credential> absurd = List.of(
                new Credential("ticket with blanks", FakeTimeSource.START, FakeTimeSource.START.plusSeconds(7200)),
                new Credential("ticket\r\nX: y", FakeTimeSource.START, FakeTimeSource.START.plusSeconds(7200)),
                new Credential("t".repeat(5000), FakeTimeSource.START, FakeTimeSource.START.plusSeconds(7200)),
                new Credential("expired", FakeTimeSource.START.minusSeconds(7200), FakeTimeSource.START),
                new Credential("immortal", FakeTimeSource.START, Instant.MAX),
                new Credential("ancient", Instant.MIN, FakeTimeSource.START.plusSeconds(7200)));
        for (Credential credential : absurd) {
            CredentialStore odd = new MemoryStore(time);
            assertEquals("SECRET-TICKET-0", startWith(odd, credential), credential::toString);
        }
    }

    private String startWith(CredentialStore odd, Credential credential) {
        try {
            odd.put(TICKET_KEY, credential);
            odd.put(TOKEN_KEY, credential);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        Node node = new Node(time, weChat, odd, 4);
        node.stepIfDue();
        return node.ticket();
    }

    @Test
    void aTicketThatIsGivenAgainIsNotYounger() {
        weChat.phase = Duration.ofSeconds(30); // changes half a minute after the start, then every two hours
        time.advance(Duration.ofSeconds(60));
        node.stepIfDue();
        Instant first = node.current().issuedAt();
        node.run(Duration.ofSeconds(4800));
        assertEquals(2, weChat.ticketCalls);
        assertEquals(first, node.current().issuedAt());
        assertTrue(node.current().expiresAt().isAfter(first.plusSeconds(7200 + 4320 - 1)));
        node.run(Duration.ofSeconds(8000 - 4800));
        assertEquals(3, weChat.ticketCalls);
        assertEquals("SECRET-TICKET-1", node.ticket());
        assertNotEquals(first, node.current().issuedAt());
    }

    @Test
    void anIssuerWhoseTicketsEndAtOnceIsAskedOnceASecond() {
        int[] calls = new int[1];
        Node hasty = new Node(time, (s, gate) -> () -> {
            calls[0]++;
            return new IssuedCredential("ticket-" + calls[0], Duration.ofMillis(1));
        }, new StoreFactory("test", () -> store), new Account("wx1", "secret"), 1);
        hasty.run(Duration.ofMinutes(1));
        assertTrue(calls[0] >= 60 && calls[0] <= 61, "calls: " + calls[0]);
    }

    @Test
    void onceStoppedItCallsNobodyAndComplainsOfNothing() {
        Account account = new Account("wx1", "secret");
        Refresher stopped = new Refresher(account, new ResilientStore(new StoreFactory("test", () -> store), time, () -> 0.5, ""),
                (s, gate) -> new WeChatIssuer(weChat, s, gate, account.tokenKey(), time), () -> true, time, () -> 0.5);
        stopped.step();
        assertEquals(0, weChat.calls());
        assertNull(stopped.status().failure());
        assertEquals(List.of(), log.lines());
    }

    @Test
    void aClientThatThrowsAnythingElseIsRetriedLikeATransientFailure() {
        Node broken = new Node(time, null, store, 5);
        broken.run(Duration.ofMinutes(1));
        assertTrue(Duration.between(time.instant(), broken.status().nextAttemptAt()).compareTo(Duration.ofMinutes(5)) < 0);
        String message = broken.status().failure().message();
        assertTrue(message.startsWith("Requesting a ticket failed with [java.lang.NullPointerException at "), message);
    }
}
