package io.github.wxconfig.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.wxconfig.Credential;
import io.github.wxconfig.wechat.Signer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class UrlSignerTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
    private static final String URL = "https://shop.example.com/a?b=c";

    private final AtomicReference<Credential> ticket = new AtomicReference<>(ticket("one"));
    private final UrlSigner signatures = new UrlSigner(ticket::get, Clock.fixed(NOW, ZoneOffset.UTC));

    private static Credential ticket(String value) {
        return new Credential(value, NOW, NOW.plusSeconds(7200));
    }

    private static void assertSignedWith(String ticket, SignedUrl signed) {
        assertEquals(new Signer(ticket).sign(signed.nonceStr(), 1_700_000_000L, URL), signed.signature());
    }

    @Test
    void signsWithTheTicketOfTheMoment() {
        assertSignedWith("one", signatures.sign(URL));
        assertSignedWith("one", signatures.sign(URL));
        ticket.set(ticket("two"));
        assertSignedWith("two", signatures.sign(URL));
        ticket.set(null);
        assertNull(signatures.sign(URL));
        ticket.set(ticket("one"));
        assertSignedWith("one", signatures.sign(URL));
    }

    @Test
    void leavesTheFragmentOut() {
        SignedUrl signed = signatures.sign(URL + "#/route?x");
        assertEquals(URL, signed.url());
        assertSignedWith("one", signed);
    }

    @Test
    void usesANonceOnce() {
        assertNotEquals(signatures.sign(URL).nonceStr(), signatures.sign(URL).nonceStr());
    }
}
