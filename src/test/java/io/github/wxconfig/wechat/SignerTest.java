package io.github.wxconfig.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignerTest {

    private static final String TICKET =
            "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
    private static final String NONCE = "Wm3WZYTPz0wzccnW";
    private static final long TIME = 1414587457;

    @ParameterizedTest
    @CsvSource({
        // the official documentation, today and in 2015
        TICKET + "," + NONCE + "," + TIME + ",http://mp.weixin.qq.com?params=value,0f9de62fce790f9a083d5c99e95740ceb90c27ed",
        TICKET + "," + NONCE + "," + TIME + ",http://mp.weixin.qq.com,f4d90daf4b3bca3078ab155816175ba34c443a7b",
        // a URL with port and query, known to have been accepted
        "bxLdikRXVbTPdHSM05e5u4RbEYQn7pNQMPrfzl8lJNb1foLDa3HIwI3BRMkQmSO_5F64VFa75uURcq6Uz7QHgA,"
                + "82693e11-b9bc-448e-892f-f5289f46cd0f,1419835025,"
                + "http://omstest.vmall.com:23568/thirdparty/wechat/vcode/gotoshare?quantity=1&batchName=MATE7,"
                + "c6f04b64d6351d197b71bd23fb7dd2d44c0db486"})
    void signsTheKnownVectors(String ticket, String nonce, long time, String url, String signature) {
        assertEquals(signature, new Signer(ticket).sign(nonce, time, url));
    }

    @ParameterizedTest
    @CsvSource({"0", "9", "10", "2147483648", "9223372036854775807", "-1", "-9223372036854775808"})
    void takesEveryTimestamp(long timestamp) throws Exception {
        assertEquals(recomputed(TICKET, NONCE, timestamp, "http://a/"), new Signer(TICKET).sign(NONCE, timestamp, "http://a/"));
    }

    @Test
    void agreesWithAPlainRecomputationOnRandomInput() throws Exception {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String ticket = randomText(random, 1 + random.nextInt(512), 0x7F);
            String nonce = randomText(random, random.nextInt(40), 0x7F);
            long time = random.nextInt(Integer.MAX_VALUE);
            String url = "https://shop.example.com/" + randomText(random, random.nextInt(300), i % 4 == 0 ? 0x10FFFF : 0x7F);
            assertEquals(recomputed(ticket, nonce, time, url), new Signer(ticket).sign(nonce, time, url),
                    () -> "seed " + seed + ", url " + url);
        }
    }

    @Test
    void isRightWhenManyThreadsSignAtOnce() throws Exception {
        Signer signer = new Signer(TICKET);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                wrong.add(threads.submit(wrongSignatures(signer, t)));
            }
            for (Future<Integer> count : wrong) {
                assertEquals(0, count.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Integer> wrongSignatures(Signer signer, int seed) {
        return () -> {
            Random random = new Random(seed);
            int wrong = 0;
            for (int i = 0; i < 5_000; i++) {
                String url = "http://a/" + randomText(random, random.nextInt(200), 0x7F);
                if (!recomputed(TICKET, NONCE, i, url).equals(signer.sign(NONCE, i, url))) {
                    wrong++;
                }
            }
            return wrong;
        };
    }

    @Test
    void refusesAnEmptyTicket() {
        assertThrows(IllegalArgumentException.class, () -> new Signer(""));
    }

    @Test
    void keepsTheTicketToItself() {
        assertFalse(new Signer(TICKET).toString().contains(TICKET.substring(0, 4)));
    }

    private static String recomputed(String ticket, String nonce, long time, String url) throws Exception {
        String string1 = "jsapi_ticket=" + ticket + "&noncestr=" + nonce + "&timestamp=" + time + "&url=" + url;
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(string1.getBytes(UTF_8)));
    }

    /** Any characters up to {@code highest}, half of a pair among them, but no fragment. */
    private static String randomText(Random random, int length, int highest) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int c = 0x20 + random.nextInt(highest - 0x20);
            text.appendCodePoint(c == '#' ? 'x' : c);
        }
        return text.toString();
    }
}
