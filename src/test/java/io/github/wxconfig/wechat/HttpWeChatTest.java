package io.github.wxconfig.wechat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Drip;
import io.github.wxconfig.simulator.Fault;
import io.github.wxconfig.simulator.WeChatSimulator;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.io.IOException;
import java.net.CacheRequest;
import java.net.CacheResponse;
import java.net.InetAddress;
import java.net.ResponseCache;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpWeChatTest {

    private static final String APPID = "wx0123456789abcdef";
    private static final String SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final Duration PATIENT = Duration.ofSeconds(5);
    private static final Duration HASTY = Duration.ofMillis(500);

    private final WeChatSimulator simulator = WeChatSimulator.start().account(APPID, SECRET);
    private final HttpWeChat stable = HttpWeChat.stable(simulator.baseUrl(), APPID, SECRET, PATIENT, PATIENT);
    private final HttpWeChat classic = HttpWeChat.classic(simulator.baseUrl() + "/", APPID, SECRET, PATIENT, PATIENT);
    private final HttpWeChat hasty = HttpWeChat.stable(simulator.baseUrl(), APPID, SECRET, HASTY, HASTY);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void getsTheStableTokenWithTheLifeItStillHas() throws Exception {
        IssuedCredential first = stable.accessToken();
        simulator.advance(Duration.ofSeconds(1000));
        IssuedCredential second = stable.accessToken();
        assertEquals(first.value(), second.value());
        assertTrue(second.expiresIn().compareTo(Duration.ofSeconds(6200)) <= 0, second.toString());
        assertEquals("POST", simulator.requests().get(0).method());
        assertEquals("", simulator.requests().get(0).query());
    }

    @Test
    void getsAnotherClassicTokenEachTime() throws Exception {
        assertFalse(classic.accessToken().value().equals(classic.accessToken().value()));
        assertEquals(2, simulator.calls("token"));
    }

    @Test
    void getsATicketThatSigns() throws Exception {
        IssuedCredential ticket = stable.jsapiTicket(stable.accessToken().value());
        assertEquals(Duration.ofSeconds(7200), ticket.expiresIn());
        String url = "http://localhost:8080/shop/?a=1&b=%E4";
        String signature = new Signer(ticket.value()).sign("nonce", 1700000000, url);
        assertTrue(simulator.verify(url, APPID, 1700000000, "nonce", signature).ok());
    }

    @Test
    void asksWithASecretThatNeedsEscaping() throws Exception {
        String odd = "a&b=c d\"e\\f+%2B";
        simulator.account("wx2", odd);
        HttpWeChat.stable(simulator.baseUrl(), "wx2", odd, PATIENT, PATIENT).accessToken();
        HttpWeChat.classic(simulator.baseUrl(), "wx2", odd, PATIENT, PATIENT).accessToken();
    }

    @Test
    void takesTheLongestTokensInAnyContentType() throws Exception {
        simulator.longTokens(true).contentType("text/plain");
        String token = stable.accessToken().value();
        assertEquals(512, token.length());
        assertFalse(stable.jsapiTicket(token).value().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"access_token\":\"T\",\"expires_in\":345}",
        "\uFEFF {\"access_token\":\"T\",\"expires_in\":345}\n",
        "{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"T\",\"expires_in\":\"345\",\"new\":{\"a\":[1,null]}}",
        "{\"errcode\":null,\"errmsg\":\"\\u5fae\",\"access_token\":\"T\",\"expires_in\":345.0}"})
    void isLenientWhereItCostsNothing(String body) throws Exception {
        simulator.fail("stable_token", Fault.body(body));
        IssuedCredential issued = stable.accessToken();
        assertEquals("T", issued.value());
        assertEquals(Duration.ofSeconds(345), issued.expiresIn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"7200000", "7201", "1e99", "1e999999999"})
    void neverBelievesInALifeLongerThanWeChats(String seconds) throws Exception {
        simulator.fail("stable_token", Fault.body("{\"access_token\":\"T\",\"expires_in\":" + seconds + "}"));
        assertEquals(IssuedCredential.MAX_LIFE, stable.accessToken().expiresIn());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"access_token\":\"\",\"expires_in\":7200}|an invalid [access_token]",
        "{\"access_token\":null,\"expires_in\":7200}|without [access_token]",
        "{\"access_token\":17,\"expires_in\":7200}|an invalid [access_token]",
        "{\"access_token\":\"a b\",\"expires_in\":7200}|an invalid [access_token]",
        "{\"expires_in\":7200}|without [access_token]",
        "{}|without [access_token]",
        "{\"access_token\":\"T\"}|without a positive [expires_in]",
        "{\"access_token\":\"T\",\"expires_in\":0}|without a positive [expires_in]",
        "{\"access_token\":\"T\",\"expires_in\":-7200}|without a positive [expires_in]",
        "{\"access_token\":\"T\",\"expires_in\":1e-999999999}|without a positive [expires_in]",
        "{\"access_token\":\"T\",\"expires_in\":\"soon\"}|without a positive [expires_in]",
        "{\"access_token\":\"T\",\"expires_in\":true}|without a positive [expires_in]",
        "[1]|something else instead of JSON",
        "\"T\"|something else instead of JSON",
        "null|something else instead of JSON",
        "{\"access_token\":\"T\",|a broken or truncated object",
        "<html></html>|an HTML page instead of JSON"})
    void refusesWhatIsNoGrant(String body, String reason) {
        simulator.fail("stable_token", Fault.body(body));
        assertTransient(reason, stable);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "html|an HTML page instead of JSON",
        "empty|nothing instead of JSON",
        "truncated|a broken or truncated object instead of JSON",
        "huge|more than [65536] bytes",
        "cut|a broken or truncated object instead of JSON",
        "closed|closed the connection during the call",
        "status:500|HTTP status [500]",
        "status:503|HTTP status [503]",
        "status:404|HTTP status [404]",
        "redirect:https://example.com/|a redirect; redirects are not followed"})
    void refusesWhatIsNoAnswer(String fault, String reason) {
        simulator.fail("stable_token", Fault.parse(fault)).fail("token", Fault.parse(fault));
        assertTransient(reason, stable);
        assertTransient(reason, classic);
    }

    /** The JDK follows those that do not change the protocol, if it is let. */
    @Test
    void sendsNoSecretToWhereARedirectLeads() {
        try (WeChatSimulator elsewhere = WeChatSimulator.start()) {
            String there = elsewhere.baseUrl() + "/cgi-bin/token?secret=" + SECRET;
            simulator.fail("token", Fault.redirect(there));
            assertTransient("a redirect; redirects are not followed", classic);
            assertEquals(List.of(), elsewhere.requests());
        }
    }

    @Test
    void asksNoCacheOfTheApplications() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ResponseCache before = ResponseCache.getDefault();
        ResponseCache.setDefault(new ResponseCache() {
            @Override
            public CacheResponse get(URI uri, String method, Map<String, List<String>> headers) {
                asked.incrementAndGet();
                return null;
            }

            @Override
            public CacheRequest put(URI uri, URLConnection connection) {
                asked.incrementAndGet();
                return null;
            }
        });
        try {
            classic.jsapiTicket(classic.accessToken().value());
        } finally {
            ResponseCache.setDefault(before);
        }
        assertEquals(0, asked.get());
    }

    @Test
    void asksOnceWhereTheConnectionEndsWithoutAnAnswer() {
        simulator.fail("stable_token", Fault.closed());
        assertTransient("closed the connection during the call", stable);
        assertEquals(1, simulator.calls("stable_token"));
    }

    @Test
    void survivesNestingWithoutEnd() {
        simulator.fail("stable_token", Fault.body("{\"a\":" + "[".repeat(60_000)));
        assertTransient("a broken or truncated object", stable);
    }

    @Test
    void doesNotWaitForASlowAnswer() {
        simulator.delay("stable_token", Duration.ofMinutes(10));
        assertTransient("did not answer [/cgi-bin/stable_token] within [500ms]", hasty);
    }

    @Test
    void doesNotWaitForAnAnswerThatDrips() throws Exception {
        simulator.fail("stable_token", Fault.drip(Duration.ofMillis(50)));
        assertTransient("did not finish its answer to [/cgi-bin/stable_token] within [1500ms]", hasty);
        assertNoThreadIsLeft();
    }

    @Test
    void saysThatNobodyListens() {
        simulator.close();
        assertTransient("could not be reached: [127.0.0.1:" + simulator.port() + "] refused the connection", stable);
    }

    @Test
    void saysThatTheHostIsUnknown() {
        assertTransient("the host [no-such-host..invalid] has no address",
                HttpWeChat.stable("http://no-such-host..invalid", APPID, SECRET, PATIENT, PATIENT));
    }

    @Test
    void saysThatTlsFailed() throws Exception {
        try (OneAnswer server = new OneAnswer("HTTP/1.1 400 This is not TLS\r\n\r\n")) {
            assertTransient("TLS with [127.0.0.1:" + server.port() + "] failed",
                    HttpWeChat.stable("https://127.0.0.1:" + server.port(), APPID, SECRET, PATIENT, PATIENT));
        }
    }

    @Test
    void saysThatTheAnswerIsNotHttp() throws Exception {
        try (OneAnswer server = new OneAnswer("220 mail.example.com ESMTP\r\n")) {
            assertTransient("WeChat ",
                    HttpWeChat.classic("http://127.0.0.1:" + server.port(), APPID, SECRET, PATIENT, PATIENT));
        }
    }

    @Test
    void doesNotWaitForHeadersThatDrip() throws Exception {
        try (OneAnswer server = new OneAnswer("HTTP/1.1 200 OK\r\nX: " + "x".repeat(10_000)).dripping(50)) {
            assertTransient("did not finish its answer to [/cgi-bin/stable_token] within [1500ms]",
                    HttpWeChat.stable("http://127.0.0.1:" + server.port(), APPID, SECRET, HASTY, HASTY));
            assertTrue(server.cutOff.await(10, TimeUnit.SECONDS));
        }
    }

    /** What the JDK's own client goes on reading when it is told to stop. */
    @ParameterizedTest
    @ValueSource(strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;extension=",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n000000",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n{",
        "HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n{",
        "HTTP/1.1 200 OK\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 100 Continue\r\nX: ",
        "HTTP/1.1 "})
    void nothingIsLeftOfACallWhoseAnswerDrips(String beginning) throws Exception {
        try (OneAnswer server = new OneAnswer(beginning + "0".repeat(10_000)).dripping(50)) {
            assertTransient("did not finish its answer to [/cgi-bin/stable_token] within [1500ms]",
                    HttpWeChat.stable("http://127.0.0.1:" + server.port(), APPID, SECRET, HASTY, HASTY));
            assertNoThreadIsLeft();
            assertTrue(server.cutOff.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void waitsForNothingBehindTheBody() throws Exception {
        String body = "{\"access_token\":\"T\",\"expires_in\":345}";
        try (OneAnswer server =
                new OneAnswer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: gzip, Chunked\r\n\r\n"
                + "5;a=b\r\n" + body.substring(0, 5) + "\r\n" + Integer.toHexString(body.length() - 5) + "\r\n"
                + body.substring(5) + "\r\n0;c\r\n").thenDripping("Trailer: " + "x".repeat(10_000), 50)) {
            assertEquals("T", HttpWeChat.stable("http://127.0.0.1:" + server.port(), APPID, SECRET, HASTY, HASTY).accessToken()
                    .value());
            assertNoThreadIsLeft();
            assertTrue(server.cutOff.await(10, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "HTTP/1.1 200 OK__X: |x|more than [65536] bytes",
        "HTTP/1.1 200 OK__|X: y__|more than [65536] bytes",
        "HTTP/1.1 100 Continue____|HTTP/1.1 100 Continue____|more than [65536] bytes",
        "HTTP/1.1 200 OK__Transfer-Encoding: chunked____1;|x|more than [65536] bytes",
        "HTTP/1.1 200 OK__Transfer-Encoding: chunked____|1;xxxxxxxxxxxxxxxxxxxxxxxxxx__x__|more than [65536] bytes",
        "HTTP/1.1 200 OK____|x|more than [65536] bytes",
        "HTTP/1.1 200 OK__Content-Length: 99999999____|x|more than [65536] bytes",
        "HTTP/1.1 200 OK__Transfer-Encoding: chunked____7fffffff__|x|more than [65536] bytes",
        "HTTP/1.1 200 OK__Transfer-Encoding: chunked____-1__|x|closed the connection during the call",
        "HTTP/1.1 200 OK__Transfer-Encoding: chunked____1__ab__|x|closed the connection during the call",
        "HTTP/2 200 OK____|x|something that is not HTTP",
        "HTTP/1.1 101 Switching Protocols____|x|HTTP status [101]",
        "HTTP/1.1 204 No Content____|x|HTTP status [204]"})
    void refusesAnAnswerWithoutEndAndWithoutSense(String beginning, String more, String reason) throws Exception {
        try (OneAnswer server = new OneAnswer((beginning + more.repeat(300_000 / more.length())).replace("__", "\r\n"))) {
            assertTransient(reason, HttpWeChat.stable("http://127.0.0.1:" + server.port(), APPID, SECRET, PATIENT, PATIENT));
            assertNoThreadIsLeft();
        }
    }

    @Test
    void endsAtOnceWhenInterrupted() throws Exception {
        simulator.delay("stable_token", Duration.ofMinutes(10));
        HttpWeChat patient = HttpWeChat.stable(simulator.baseUrl(), APPID, SECRET, PATIENT, Duration.ofMinutes(10));
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<WeChatException> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            thrown.set(assertThrows(WeChatException.class, patient::accessToken));
            assertTrue(Thread.currentThread().isInterrupted());
            ended.countDown();
        });
        caller.start();
        caller.interrupt();
        assertTrue(ended.await(10, TimeUnit.SECONDS));
        assertTrue(thrown.get().getMessage().contains("was interrupted"), thrown.get().getMessage());
        assertNoThreadIsLeft();
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        stable.jsapiTicket(stable.accessToken().value());
        simulator.fail("stable_token", Fault.slow(Duration.ofMinutes(10)));
        assertThrows(WeChatException.class, hasty::accessToken);
        assertNoThreadIsLeft();
    }

    private static void assertNoThreadIsLeft() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            assertFalse(thread.getName().startsWith("wxconfig") || thread.getName().startsWith("Keep-Alive"), thread.getName());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN", "TICKET_SERVER"}, mode = EnumSource.Mode.EXCLUDE)
    void tellsEveryErrcodeByItsMeaningAndAdvice(ErrorCode code) {
        simulator.fail("getticket", code.number());
        WeChatException e = assertThrows(WeChatException.class, () -> stable.jsapiTicket("T"));
        assertEquals(code.number(), e.errcode());
        assertEquals(code.kind(), e.kind());
        assertEquals(code.coolDown(), e.coolDown());
        assertTrue(e.getMessage().contains("[" + code.number() + "]: " + code.meaning()), e.getMessage());
        assertTrue(e.getMessage().contains(code.advice()), e.getMessage());
        assertFalse(e.getMessage().contains("rid:"), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void namesACoolDownForWhatDoesNotPassByItself(ErrorCode code) {
        assertEquals(code.kind() == Kind.TRANSIENT || code.kind() == Kind.TOKEN, code.coolDown().isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999", "2147483647", "1e999999999", "-1e999999999", "\"12345\""})
    void takesAnUnknownErrcodeForTheOperators(String errcode) {
        simulator.fail("stable_token", Fault.body("{\"errcode\":" + errcode + ",\"errmsg\":\"new\"}"));
        WeChatException e = assertThrows(WeChatException.class, stable::accessToken);
        assertEquals(Kind.OPERATOR, e.kind());
        assertTrue(e.getMessage().contains("It said [new]"), e.getMessage());
    }

    @Test
    void takesACredentialErrorOfATokenCallForAWrongSecret() {
        simulator.failNext("token", 40001);
        WeChatException e = assertThrows(WeChatException.class, classic::accessToken);
        assertEquals(40001, e.errcode());
        assertEquals(Kind.OPERATOR, e.kind());
        assertTrue(e.getMessage().contains("Check wxconfig.secret"), e.getMessage());
    }

    @Test
    void tellsAWrongSecretAndAWrongAppid() {
        assertEquals(40125, errcode(HttpWeChat.stable(simulator.baseUrl(), APPID, "wrong", PATIENT, PATIENT)));
        assertEquals(40013, errcode(HttpWeChat.classic(simulator.baseUrl(), "wrong", SECRET, PATIENT, PATIENT)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "invalid ip 180.175.24.213 ipv6 ::ffff:180.175.24.213, not in whitelist rid: 6540efe3-2219ea5e-0d83843e|180.175.24.213",
        "invalid ip 8.8.8.8.|8.8.8.8",
        "invalid ip 2001:db8::17, not in whitelist|2001:db8::17",
        "invalid ip 999.1.2.3 hint: [a]|",
        "invalid ip 1.2.3.4.5 hint: [a]|",
        "not in whitelist|"})
    void namesTheVeryAddressThatWeChatHasSeen(String errmsg, String ip) {
        simulator.failNext("stable_token", Fault.errcode(40164, errmsg));
        WeChatException e = assertThrows(WeChatException.class, stable::accessToken);
        assertEquals(ip != null, e.getMessage().contains("white list: ["), e.getMessage());
        assertTrue(ip == null || e.getMessage().contains(": [" + ip + "]. "), e.getMessage());
    }

    @Test
    void quotesWhatWeChatSaidAsOneHarmlessLine() {
        simulator.account("wx2", "short");
        simulator.failNext("stable_token", Fault.errcode(40125, "not short 8.8.8.8"));
        String brief = assertThrows(WeChatException.class,
                HttpWeChat.stable(simulator.baseUrl(), "wx2", "short", PATIENT, PATIENT)::accessToken).getMessage();
        assertTrue(brief.endsWith(" It said [not *** 8.8.8.8].") && !brief.contains(": [8.8.8.8]"), brief);
        String errmsg = "secret " + SECRET + "\n\u001B[31mred\u202E\u2028 " + "x ".repeat(1_000) + " rid: 1-2-3";
        simulator.failNext("stable_token", Fault.errcode(40125, errmsg));
        String message = assertThrows(WeChatException.class, stable::accessToken).getMessage();
        assertTrue(message.contains("It said [secret *** [31mred x x x"), message);
        assertTrue(message.length() < 600 && message.chars().noneMatch(Character::isISOControl), message);
    }

    @Test
    @Timeout(5)
    void quotesALongBlankAtOnce() {
        simulator.failNext("stable_token", Fault.errcode(40125, "x" + " ".repeat(60_000) + "y rid: 1-2-3"));
        String message = assertThrows(WeChatException.class, stable::accessToken).getMessage();
        assertTrue(message.endsWith(" It said [x y]."), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api.weixin.qq.com", "ftp://api.weixin.qq.com", "https://", "https://u:p@h/"})
    void refusesAnAddressThatIsNone(String apiBase) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> HttpWeChat.stable(apiBase, APPID, SECRET, PATIENT, PATIENT)).getMessage();
        assertTrue(message.startsWith("wxconfig.apiBase "), message);
    }

    /** Sends the same bytes to everybody who connects, whatever they say. */
    private static final class OneAnswer implements AutoCloseable {

        final CountDownLatch cutOff = new CountDownLatch(1);
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        private volatile int gap;
        private volatile byte[] rest = {};
        private volatile int restGap;

        OneAnswer(String answer) throws IOException {
            Thread thread = new Thread(() -> serve(answer.getBytes(US_ASCII)), "one-answer");
            thread.setDaemon(true);
            thread.start();
        }

        OneAnswer dripping(int millis) {
            gap = millis;
            return this;
        }

        OneAnswer thenDripping(String more, int millis) {
            rest = more.getBytes(US_ASCII);
            restGap = millis;
            return this;
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve(byte[] answer) {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[4096]);
                    Drip.send(answer, gap, socket);
                    Drip.send(rest, restGap, socket);
                } catch (IOException e) {
                    cutOff.countDown();
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static int errcode(WeChat weChat) {
        return assertThrows(WeChatException.class, weChat::accessToken).errcode();
    }

    private static void assertTransient(String reason, WeChat weChat) {
        WeChatException e = assertThrows(WeChatException.class, weChat::accessToken);
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertEquals(Kind.TRANSIENT, e.kind());
        assertEquals(WeChatException.NO_ERRCODE, e.errcode());
        assertEquals(Duration.ZERO, e.coolDown());
        assertNull(e.getCause());
    }
}
