package io.github.wxconfig.wechat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One signature by us, and the bare SHA-1 of the same string that it cannot be faster than by much. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SignatureBenchmark {

    private static final String TICKET =
            "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
    private static final String NONCE = "Wm3WZYTPz0wzccnW";
    private static final String URL = "https://shop.example.com/product.jsp?id=4711&from=singlemessage&isappinstalled=0";

    private final Signer signer = new Signer(TICKET);
    private final byte[] string1 = ("jsapi_ticket=" + TICKET + "&noncestr=" + NONCE + "&timestamp=1414587457&url=" + URL)
            .getBytes(StandardCharsets.US_ASCII);

    @Benchmark
    public String signature() {
        return signer.sign(NONCE, 1414587457L, URL);
    }

    @Benchmark
    public byte[] bareSha1() throws Exception {
        return MessageDigest.getInstance("SHA-1").digest(string1);
    }
}
