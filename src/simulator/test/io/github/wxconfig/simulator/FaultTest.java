package io.github.wxconfig.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault of docs/simulator.md does what that says. */
@Timeout(30)
class FaultTest {

    private static final String TOKEN = "/cgi-bin/stable_token";

    private final WeChatSimulator simulator = WeChatSimulator.start();
    private final Browser browser = new Browser(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40164", "-1", "status:503", "html", "empty", "body:{\"a\":1}", "huge",
            "redirect:https://example.com/",
            "truncated", "cut", "closed", "slow:5s", "drip:500ms"})
    void readsWhatItWritesAndIsDocumented(String text) throws Exception {
        assertEquals(text, Fault.parse(text).toString());
        String document = Files.readString(Path.of("docs/simulator.md"));
        String kind = text.matches("-?\\d+") ? "40164" : text.replaceAll("(?<=:).*", "");
        assertTrue(document.contains("`" + kind), kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "teapot", "status:", "status:99", "status:600", "slow:", "slow:soon", "drip:1", "-2",
            "100000000"})
    void refusesWhatIsNoFault(String text) {
        assertThrows(IllegalArgumentException.class, () -> Fault.parse(text));
    }

    @Test
    void answersAnErrcodeWithWeChatsTextOrTheTestsOwn() {
        simulator.rid(false).failNext("stable_token", 40164).failNext("stable_token", Fault.errcode(40164, "mine"));
        assertEquals(Errors.text(40164), ask().get("errmsg"));
        assertEquals("mine", ask().get("errmsg"));
    }

    @Test
    void answersWithAnotherBody() {
        assertEquals("", failing("empty").body());
        assertEquals("x", failing("body:x").body());
        assertTrue(failing("html").body().startsWith("<!DOCTYPE html>"));
        assertTrue(failing("huge").body().length() > 10_000_000);
    }

    @Test
    void answersWithAnotherStatus() {
        HttpResponse<String> gateway = failing("status:502");
        assertEquals(502, gateway.statusCode());
        assertTrue(gateway.body().startsWith("<html>"), gateway::body);
        HttpResponse<String> redirect = failing("redirect:https://example.com/");
        assertEquals(302, redirect.statusCode());
        assertEquals("https://example.com/", redirect.headers().firstValue("Location").get());
    }

    @Test
    void endsTheAnswerTooEarly() {
        String whole = failing("slow:1ms").body();
        assertEquals(whole.substring(0, whole.length() / 2), failing("truncated").body());
        assertThrows(AssertionError.class, () -> failing("cut"));
        assertThrows(AssertionError.class, () -> failing("closed"));
    }

    @Test
    void bringsTheTrueAnswerLater() {
        String whole = failing("slow:1ms").body();
        assertEquals(whole, failing("drip:1ms").body());
        simulator.delay("stable_token", java.time.Duration.ofMillis(1));
        assertEquals(whole, post().body());
    }

    @Test
    void hasATextForEachErrcodeThatItKnows() {
        for (int errcode : Errors.known()) {
            assertTrue(!Errors.text(errcode).isEmpty() && !Errors.text(errcode).equals("error"), () -> "" + errcode);
        }
        assertEquals("error", Errors.text(12345));
    }

    private Map<String, Object> ask() {
        return Browser.json(post().body());
    }

    private HttpResponse<String> failing(String fault) {
        simulator.failNext("stable_token", Fault.parse(fault));
        return post();
    }

    private HttpResponse<String> post() {
        return browser.post(TOKEN, "{\"grant_type\":\"client_credential\",\"appid\":\"wx1\",\"secret\":\"s\"}");
    }
}
