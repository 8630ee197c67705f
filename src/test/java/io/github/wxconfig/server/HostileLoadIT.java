package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand requests by somebody who means harm, each of them new, to the addresses of ours in a real Tomcat.
 * After them, heap, threads and log are as they were, and nobody got a signature that is not for him.
 */
@Tag("matrix")
class HostileLoadIT {

    private static final int REQUESTS = 100_000;
    private static final int CLIENTS = 4;
    /** Tomcat closes a connection after a hundred. */
    private static final int PER_CONNECTION = 90;
    /** What Tomcat itself keeps for a request in a pool, and the JVM for its own use. */
    private static final long HEAP_TOLERANCE = 2 << 20;

    /** In a page's script, and in the endpoint's JSON. */
    private static final Pattern SIGNED = Pattern.compile("url:\"https?://([^/:\"?]*)[^\"]*\",[^{}]*signature:\"[0-9a-f]{40}\""
            + "|signature\":\"[0-9a-f]{40}\".*\"url\":\"https?://([^/:\"?]*)");
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    private enum Kind {
        FOREIGN_HOST, FORGED_ORIGIN, FORGED_REFERER, FORGED_PROXY, AT_A_PAGE, STATUS_GUESS, METHOD, PATH_TRICK,
        PAGE_FOR_FOREIGN_HOST, PAGE_WITH_LONG_QUERY, PAGE_WITH_PROXY_HEADERS, PAGE_POSTED, LONG_HEADERS, CONTROL_CHARACTERS,
        /** These are answered with 400, after which Tomcat closes the connection. */
        MALFORMED_URL, LONG_URL
    }

    @Test
    void leavesHeapThreadsAndLogAsTheyWere() throws Exception {
        try (WeChatSimulator weChat = WeChatSimulator.start();
                Tomcat tomcat = new Tomcat(Distribution.TOMCAT_10, JavaHome.ofThisBuild(), "hostile-load")) {
            tomcat.edit("conf/server.xml", "connectionTimeout=\"20000\"",
                    "connectionTimeout=\"20000\" maxThreads=\"8\" minSpareThreads=\"8\"");
            tomcat.deploy(app("named", "wxconfig.hosts", "shop.example.com,*.shop.example"));
            tomcat.deploy(app("fixed", "wxconfig.baseUrl", "https://shop.example.com"));
            tomcat.deploy(app("open", "wxconfig.trustedProxies", "private"));
            tomcat.with("wxconfig.apiBase", weChat.baseUrl()).with("wxconfig.appid", "wx0123456789abcdef")
                    .withVariable("WXCONFIG_SECRET", "secret").start();
            for (String app : List.of("named", "fixed", "open")) {
                tomcat.awaitAnswer("/" + app + "/wxconfig/signature?url=https%3A%2F%2Fshop.example.com%2F",
                        answer -> answer.status() == 200, "X-Requested-With: XMLHttpRequest", "Origin: https://shop.example.com");
            }
            load(tomcat.port, REQUESTS / 10, 1);
            State before = state(tomcat);
            int mark = tomcat.log().mark();
            SortedMap<String, Integer> answers = load(tomcat.port, REQUESTS, 2);
            State after = state(tomcat);

            System.out.println(REQUESTS + " hostile requests: " + answers + "; before " + before + "; after " + after);
            assertEquals(REQUESTS, answers.values().stream().mapToInt(Integer::intValue).sum(), answers::toString);
            assertEquals(List.of(), tomcat.log().linesSince(mark), "lines in the log");
            assertTrue(after.threads <= before.threads, before + " " + after); // one that was about to end may have ended
            assertEquals(before.objects, after.objects, "objects of ours");
            assertTrue(after.heap <= before.heap + HEAP_TOLERANCE, before + " " + after);
        }
    }

    private static WebApp app(String name, String option, String value) {
        return TestPages.ordinary(name).jar(Era.JAKARTA.jar())
                .webXml("<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'>"
                + param(option, value) + param("wxconfig.status", "local") + param("wxconfig.trace", "true") + "</web-app>");
    }

    private static String param(String name, String value) {
        return "<context-param><param-name>" + name + "</param-name><param-value>" + value + "</param-value></context-param>";
    }

    /** What must not grow. */
    private record State(long heap, int threads, Map<String, Long> objects) {

        @Override
        public String toString() {
            return "[" + heap / 1024 + " KB live, " + threads + " threads, "
                    + objects.values().stream().mapToLong(Long::longValue).sum() + " objects of ours]";
        }
    }

    /** The live objects, after a collection, which a histogram makes. */
    private static State state(Tomcat tomcat) {
        tomcat.jcmd("GC.run");
        long heap = 0;
        Map<String, Long> objects = new TreeMap<>();
        for (String line : tomcat.jcmd("GC.class_histogram").lines().toList()) {
            String[] columns = line.trim().split("\\s+");
            if (columns.length > 3 && columns[0].endsWith(":")) {
                heap += Long.parseLong(columns[2]);
                if (columns[3].startsWith("io.github.wxconfig.")) {
                    objects.merge(columns[3], Long.parseLong(columns[1]), Long::sum);
                }
            }
        }
        int threads = (int) tomcat.jcmd("Thread.print").lines()
                .filter(line -> line.startsWith("\"") && line.contains(" #") && !line.contains("CompilerThread")).count();
        return new State(heap, threads, objects);
    }

    private static SortedMap<String, Integer> load(int port, int requests, int seed) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<SortedMap<String, Integer>>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(seed * 31L + i);
                work.add(() -> client(port, requests / CLIENTS, random));
            }
            SortedMap<String, Integer> all = new TreeMap<>();
            for (Future<SortedMap<String, Integer>> done : clients.invokeAll(work)) {
                done.get().forEach((status, count) -> all.merge(status, count, Integer::sum));
            }
            return all;
        } finally {
            clients.shutdown();
        }
    }

    private static SortedMap<String, Integer> client(int port, int requests, Random random) throws IOException {
        SortedMap<String, Integer> statuses = new TreeMap<>();
        int sent = 0;
        while (sent < requests) {
            StringBuilder text = new StringBuilder();
            int batch = 0;
            boolean last;
            do {
                Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
                batch++;
                last = kind.ordinal() >= Kind.MALFORMED_URL.ordinal() || batch == PER_CONNECTION || sent + batch == requests;
                text.append(request(kind, random, last ? "close" : "keep-alive"));
            } while (!last);
            String answers = exchange(port, text.toString());
            assertNobodyElseIsSignedFor(answers);
            int answered = 0;
            for (Matcher status = STATUS_LINE.matcher(answers); status.find(); answered++) {
                statuses.merge(status.group(1), 1, Integer::sum);
            }
            assertEquals(batch, answered, "answers");
            sent += batch;
        }
        return statuses;
    }

    private static String exchange(int port, String requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    // the answers will be too few
                }
            });
            writer.start();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(all);
            writer.join();
            return all.toString(StandardCharsets.ISO_8859_1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Each signature names its URL, and that is of a host that was named; only the open application signs for others. */
    private static void assertNobodyElseIsSignedFor(String answers) {
        Matcher signed = SIGNED.matcher(answers);
        while (signed.find()) {
            String host = signed.group(1) != null ? signed.group(1) : signed.group(2);
            assertTrue(host.equals("shop.example.com") || host.endsWith(".open.evil.example"), signed.group());
        }
    }

    /** One request, unlike any other. */
    private static String request(Kind kind, Random random, String connection) {
        String app = List.of("named", "fixed", "open").get(random.nextInt(3));
        String evil = Long.toHexString(random.nextLong()) + "." + app + ".evil.example";
        String signature = "/" + app + "/wxconfig/signature";
        String page = "/" + app + "/index.jsp?" + random.nextInt();
        String url = encode("https://" + evil + "/" + random.nextInt());
        String weChat = "User-Agent: MicroMessenger/" + random.nextInt();
        switch (kind) {
            case FOREIGN_HOST:
                return text("GET", signature + "?url=" + url, evil, connection, weChat);
            case FORGED_ORIGIN:
                return text("GET", signature + "?url=" + url, "shop.example.com", connection,
                        "X-Requested-With: XMLHttpRequest", "Origin: https://" + evil);
            case FORGED_REFERER:
                return text("GET", signature + "?url=" + url, "shop.example.com", connection, "Sec-Fetch-Site: same-origin",
                        "Referer: https://" + evil + "/");
            case FORGED_PROXY:
                return text("GET", signature + "?url=" + url, "shop.example.com", connection, "X-Forwarded-Host: " + evil,
                        "Forwarded: host=" + evil + ";proto=https;for=127.0.0.1");
            case AT_A_PAGE:
                return text("GET", page, evil, connection, "X-WxConfig-Url: " + url, weChat);
            case MALFORMED_URL:
                return text("GET", signature + "?url=" + List.of("%", "%zz", "%00", "http%3A%2F%2F%0d%0aSet-Cookie:x",
                        "%E2%80%A8", "%ff%fe", "javascript%3Aalert(1)", "https%3A%2F%2F" + evil + "%40shop.example.com%2F")
                        .get(random.nextInt(8)) + random.nextInt(), "shop.example.com", connection);
            case LONG_URL:
                return text("GET", signature + "?url=" + encode("https://shop.example.com/" + random.nextInt())
                        + "a".repeat(6000), evil, connection);
            case STATUS_GUESS:
                return text("GET", "/" + app + "/wxconfig/status?key=" + Long.toHexString(random.nextLong()), "localhost",
                        connection);
            case METHOD:
                return text(List.of("PUT", "DELETE", "OPTIONS", "PATCH").get(random.nextInt(4)), signature + "?url=" + url, evil,
                        connection);
            case PATH_TRICK:
                return text("GET", List.of("/" + app + "//wxconfig/signature", signature + ";a=" + random.nextInt(),
                        signature + "/" + random.nextInt(), "/" + app + "/./wxconfig/signature",
                        "/" + app + "/x/../wxconfig/signature").get(random.nextInt(5)) + "?url=" + url, evil, connection, weChat);
            case PAGE_FOR_FOREIGN_HOST:
                return text("GET", page, evil, connection, weChat);
            case PAGE_WITH_LONG_QUERY:
                return text("GET", page + "&" + "%3Cscript%3E".repeat(500), "shop.example.com", connection, weChat);
            case PAGE_WITH_PROXY_HEADERS:
                return text("GET", page, "shop.example.com", connection, weChat, "X-Forwarded-Host: " + evil + ", ".repeat(500),
                        "X-Forwarded-Proto: https\t,http", "Forwarded: for=\"\\".repeat(50),
                        "X-Forwarded-Prefix: //" + evil + "/'\"><script>", "X-Forwarded-Port: 99999999999");
            case PAGE_POSTED:
                return text("POST", page, "shop.example.com", connection, weChat, "Content-Length: 0", "Origin: https://" + evil);
            case LONG_HEADERS:
                return text("GET", page, "shop.example.com", connection, weChat + " wxwor".repeat(500),
                        "Accept: " + "text/*;q=0.".repeat(300));
            default:
                return text("GET", signature + "?url=" + url, "shop.example.com", connection, "X-Requested-With: XMLHttpRequest",
                        "Origin: https://" + evil + "/\u0085\u009b31mINFO forged", "Referer: \u0080\u00ff");
        }
    }

    private static String encode(String url) {
        return URLEncoder.encode(url, StandardCharsets.UTF_8);
    }

    private static String text(String method, String target, String host, String connection, String... headers) {
        return method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: " + connection + "\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
    }
}
