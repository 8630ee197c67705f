package io.github.wxconfig.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurrentSecretTest {

    private final List<String> calls = new ArrayList<>();
    private String secret = "first";
    private final WeChat weChat = new CurrentSecret(() -> secret, Client::new);

    @Test
    void eachCallIsMadeWithTheSecretOfTheMoment() throws WeChatException {
        weChat.accessToken();
        secret = "second";
        weChat.jsapiTicket("token");
        weChat.accessToken();
        assertEquals(List.of("token with first", "ticket for token with second", "token with second"), calls);
    }

    /** So that a pause is cut short once for each new secret, even if a token from the store serves and none is asked for. */
    @Test
    void aNewSecretIsSaidOnce() throws WeChatException {
        assertFalse(weChat.isSecretChanged(), "nothing has been refused yet");
        weChat.accessToken();
        assertFalse(weChat.isSecretChanged());
        secret = "second";
        assertTrue(weChat.isSecretChanged());
        assertFalse(weChat.isSecretChanged());
    }

    private final class Client implements WeChat {

        private final String secret;

        Client(String secret) {
            this.secret = secret;
        }

        @Override
        public IssuedCredential accessToken() {
            calls.add("token with " + secret);
            return new IssuedCredential("token", Duration.ofHours(2));
        }

        @Override
        public IssuedCredential jsapiTicket(String accessToken) {
            calls.add("ticket for " + accessToken + " with " + secret);
            return new IssuedCredential("ticket", Duration.ofHours(2));
        }
    }
}
