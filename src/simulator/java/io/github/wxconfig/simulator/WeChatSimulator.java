package io.github.wxconfig.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A WeChat and a WeCom for tests: issues tokens and tickets by WeChat's rules, fails in every way it is told to, counts what it
 * is asked, and decides what WeChat's client would say to a {@code wx.config}.
 *
 * <pre>{@code
 * try (WeChatSimulator weChat = WeChatSimulator.start()) {
 *     weChat.failNext("getticket", 40001);
 *     // … point wxconfig.apiBase at weChat.baseUrl(), do something, then:
 *     assertEquals(2, weChat.calls("getticket"));
 * }
 * }</pre>
 *
 * <p>Paths may be given in full or by their last part: {@code token}, {@code stable_token}, {@code getticket},
 * {@code gettoken}, {@code get_jsapi_ticket}, {@code ticket/get}, {@code ticket}, {@code verify}. Knobs can be turned at any
 * time, from any thread, and return the simulator. Wrong values throw {@link IllegalArgumentException}.
 */
public final class WeChatSimulator implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(WeChatSimulator::daemon);
    private final Faults faults = new Faults();
    private final History history = new History();
    private final SimulatedWeChat weChat;

    private WeChatSimulator(InetSocketAddress address, Clock clock) throws IOException {
        this.weChat = new SimulatedWeChat(clock);
        this.server = HttpServer.create(address, 0);
        server.createContext("/", new RequestRouter(this, weChat, faults, history));
        server.setExecutor(threads);
        server.start();
    }

    /** Starts one on a free port of the loopback interface. */
    public static WeChatSimulator start() {
        return start(0);
    }

    /** Starts one on this port of the loopback interface; 0 is any free one. */
    public static WeChatSimulator start(int port) {
        return start(port, Clock.systemUTC());
    }

    /** The same with a clock of the test's own, by which everything lives and dies. */
    public static WeChatSimulator start(int port, Clock clock) {
        try {
            return start(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("Port [" + port + "] cannot be had", e);
        }
    }

    static WeChatSimulator start(InetSocketAddress address, Clock clock) throws IOException {
        return new WeChatSimulator(address, clock);
    }

    /** {@code java -jar wxconfig-filter-V-simulator.jar --help} tells the rest. */
    public static void main(String[] args) {
        int status = CommandLine.run(args, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** What {@code wxconfig.apiBase} and {@code wxconfig.corpApiBase} should be, without a slash at the end. */
    public String baseUrl() {
        InetAddress address = server.getAddress().getAddress();
        String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Every further call of {@code path} is answered with this errcode. */
    public WeChatSimulator fail(String path, int errcode) {
        return fail(path, Fault.errcode(errcode));
    }

    /** Every further call of {@code path} fails so. */
    public WeChatSimulator fail(String path, Fault fault) {
        faults.always(Paths.full(path), fault);
        return this;
    }

    /** The next call of {@code path} is answered with this errcode. */
    public WeChatSimulator failNext(String path, int errcode) {
        return failNext(path, Fault.errcode(errcode), 1);
    }

    /** The next call of {@code path} fails so. */
    public WeChatSimulator failNext(String path, Fault fault) {
        return failNext(path, fault, 1);
    }

    /** The next {@code times} calls of {@code path} fail so, after those that were ordered before. */
    public WeChatSimulator failNext(String path, Fault fault, int times) {
        faults.next(Paths.full(path), fault, times);
        return this;
    }

    /** Every further call of {@code path} is answered rightly, but later. */
    public WeChatSimulator delay(String path, Duration time) {
        return fail(path, Fault.slow(time));
    }

    /** Removes the faults of {@code path}. */
    public WeChatSimulator heal(String path) {
        faults.heal(Paths.full(path));
        return this;
    }

    /** Removes all faults. */
    public WeChatSimulator heal() {
        faults.healAll();
        return this;
    }

    /** How long an access token lives; 7,200 s by default. */
    public WeChatSimulator tokenLife(Duration life) {
        long seconds = wholeSeconds(life);
        weChat.change(settings -> settings.tokenLife = Duration.ofSeconds(seconds));
        return this;
    }

    /** How long a ticket is said to live, and how far the boundaries are apart at which it changes; 7,200 s by default. */
    public WeChatSimulator ticketLife(Duration life) {
        long seconds = wholeSeconds(life);
        weChat.change(settings -> settings.ticketLife = Duration.ofSeconds(seconds));
        return this;
    }

    /** How long an access token still works when the next one has been issued; 300 s by default. */
    public WeChatSimulator overlap(Duration time) {
        weChat.change(settings -> settings.overlap = time);
        return this;
    }

    /**
     * How long a ticket still verifies when the next one is handed out; 7,200 s by default. What WeChat does is not
     * known.
     */
    public WeChatSimulator oldTicketLife(Duration time) {
        weChat.change(settings -> settings.oldTicketLife = time);
        return this;
    }

    /** How often {@code path} may be called on one (Chinese) day; beyond it the answer is 45009. */
    public WeChatSimulator quota(String path, int callsADay) {
        weChat.change(settings -> settings.dailyQuotas.put(Paths.full(path), callsADay));
        return this;
    }

    /** Accepts this account, and no others but those added in the same way. By default every account is accepted. */
    public WeChatSimulator account(String appid, String secret) {
        weChat.change(settings -> settings.accounts.put(appid, secret));
        return this;
    }

    /**
     * Accepts this app of a corp in WeCom, and no others but those added in the same way. By default every one is accepted.
     *
     * @param agentid the app's AgentId, which agentConfig has to name; empty: any
     */
    public WeChatSimulator corp(String corpid, String corpsecret, String agentid) {
        weChat.change(settings -> settings.corps.computeIfAbsent(corpid, c -> new HashMap<>()).put(corpsecret, agentid));
        return this;
    }

    /** Whether WeCom's answers warn of an old TLS, as they do where a call comes by one. */
    public WeChatSimulator tlsWarning(boolean warning) {
        weChat.change(settings -> settings.tlsWarning = warning);
        return this;
    }

    /**
     * Binds domains, sub-domains included: {@code /verify} then wants one of them on port 80 or 443. None: all hosts
     * and ports.
     */
    public WeChatSimulator domains(String... domains) {
        weChat.change(settings -> {
            settings.domains.clear();
            Arrays.stream(domains).map(domain -> domain.toLowerCase(Locale.ROOT)).forEach(settings.domains::add);
        });
        return this;
    }

    /** Lets {@code /ticket}, the company's own ticket server, answer only to this bearer token. */
    public WeChatSimulator ticketToken(String token) {
        weChat.change(settings -> settings.ticketToken = token);
        return this;
    }

    /** Whether tokens have 512 characters, the most that WeChat announces. */
    public WeChatSimulator longTokens(boolean longTokens) {
        weChat.change(settings -> settings.longTokens = longTokens);
        return this;
    }

    /** The Content-Type of WeChat's answers, {@code text/plain} for instance. */
    public WeChatSimulator contentType(String type) {
        weChat.change(settings -> settings.contentType = type);
        return this;
    }

    /** Whether each errmsg ends with a reference, as WeChat's do. */
    public WeChatSimulator rid(boolean rid) {
        weChat.change(settings -> settings.rid = rid);
        return this;
    }

    /** Hands out another ticket from now on. */
    public WeChatSimulator rotateTicket() {
        weChat.rotateTickets();
        return this;
    }

    /** Invalidates every token, as another program of the same account can. */
    public WeChatSimulator revokeTokens() {
        weChat.revokeTokens();
        return this;
    }

    /** Moves the simulator's clock. */
    public WeChatSimulator advance(Duration time) {
        weChat.advance(time);
        return this;
    }

    /** What the simulator's clock says. */
    public Instant now() {
        return weChat.now();
    }

    /** How often {@code path} was called, failed calls included. */
    public int calls(String path) {
        return history.made(Paths.full(path));
    }

    /** How often WeChat and WeCom were called for tokens and tickets. */
    public int calls() {
        return calls(Paths.TOKEN) + calls(Paths.STABLE_TOKEN) + calls(Paths.TICKET) + calls(Paths.CORP_TOKEN)
                + calls(Paths.CORP_TICKET) + calls(Paths.AGENT_TICKET);
    }

    /** The latest thousand calls, the oldest first. */
    public List<Call> requests() {
        return history.calls();
    }

    /** Every token and ticket that was issued, for tests that check that they appear nowhere else. */
    public List<String> issued() {
        return weChat.issued();
    }

    /** What {@code POST /verify} would say. */
    public Verdict verify(String url, String appId, long timestamp, String nonceStr, String signature) {
        return weChat.verify(new Config(url, appId, Long.toString(timestamp), nonceStr, signature, ""));
    }

    /** The same of an agentConfig. */
    public Verdict verifyAgent(String url, String corpid, String agentid, long timestamp, String nonceStr, String signature) {
        return weChat.verify(new Config(url, corpid, Long.toString(timestamp), nonceStr, signature, agentid));
    }

    /** Sets the counters to zero and takes all faults back; tokens, tickets and the other knobs stay. */
    public WeChatSimulator reset() {
        history.clear();
        faults.healAll();
        return this;
    }

    /** Stops at once and cuts off calls in progress. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static long wholeSeconds(Duration life) {
        if (life.getSeconds() < 1) {
            throw new IllegalArgumentException("[" + life + "] is less than a second");
        }
        return life.getSeconds();
    }

    private static final AtomicInteger THREADS = new AtomicInteger();

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "wechat-simulator-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
