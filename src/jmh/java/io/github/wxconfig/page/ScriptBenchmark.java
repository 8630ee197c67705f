package io.github.wxconfig.page;

import io.github.wxconfig.Credential;
import io.github.wxconfig.script.ConfigJson;
import io.github.wxconfig.script.ConfigOptions;
import io.github.wxconfig.script.ConfigScript;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.script.ShareOptions;
import io.github.wxconfig.script.SignedUrl;
import io.github.wxconfig.script.UrlSigner;
import io.github.wxconfig.url.PageUrlResolver;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a page costs before a byte of it is scanned: its URL, its signature, and its script with 36 names in the list. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ScriptBenchmark {

    private static final List<String> NAMES =
            IntStream.range(0, 36).mapToObj(i -> "onMenuShareTimeline".substring(i % 8) + i).collect(Collectors.toList());

    private final Instant now = Instant.now();
    private final Credential ticket =
            new Credential("sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg",
            now, now.plusSeconds(7200));
    private final ConfigOptions options = new ConfigOptions("wx0123456789abcdef", false, NAMES, Collections.emptyList());
    private final PageUrlResolver urls = new PageUrlResolver(null, address -> address.startsWith("10."));
    private final UrlSigner signatures = new UrlSigner(() -> ticket, Clock.systemUTC());
    private final ConfigScript script = new ConfigScript(new PageSigner("", options, urls,
                signatures), "https://res.wx.qq.com/open/js/jweixin-1.6.0.js", "/wxconfig/signature", false, false,
                        ShareOptions.META);

    @Benchmark
    public String url() {
        return urls.resolve(new Request());
    }

    @Benchmark
    public SignedUrl signed() {
        return signatures.sign("https://shop.example.com/shop/product.jsp?id=4711&from=singlemessage&isappinstalled=0");
    }

    @Benchmark
    public byte[] script() {
        return script.forRequest(new Request()).render(false, null);
    }

    @Benchmark
    public String json() throws IOException {
        return ConfigJson.of(options, signed());
    }

    /** A request from behind a proxy that tells scheme and host. */
    private static final class Request extends HttpServletRequestWrapper {

        private static final HttpServletRequest NOTHING = (HttpServletRequest) Proxy.newProxyInstance(
                Request.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> null);

        private final Map<String, Object> attributes = new HashMap<>();

        Request() {
            super(NOTHING);
        }

        @Override
        public String getScheme() {
            return "http";
        }

        @Override
        public String getServerName() {
            return "10.0.0.7";
        }

        @Override
        public int getServerPort() {
            return 8080;
        }

        @Override
        public String getRemoteAddr() {
            return "10.0.0.1";
        }

        @Override
        public String getContextPath() {
            return "/shop";
        }

        @Override
        public String getRequestURI() {
            return "/shop/product.jsp";
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer("http://10.0.0.7:8080/shop/product.jsp");
        }

        @Override
        public String getQueryString() {
            return "id=4711&from=singlemessage&isappinstalled=0";
        }

        @Override
        public String getHeader(String name) {
            return name.equals("X-Forwarded-Proto") ? "https" : name.equals("X-Forwarded-Host") ? "shop.example.com" : null;
        }

        @Override
        public Object getAttribute(String name) {
            return attributes.get(name);
        }

        @Override
        public void setAttribute(String name, Object value) {
            attributes.put(name, value);
        }
    }
}
