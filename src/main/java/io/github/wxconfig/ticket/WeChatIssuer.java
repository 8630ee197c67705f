package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChat;
import io.github.wxconfig.wechat.WeChatException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gets a ticket from WeChat, with the access token in the store or with a new one.
 *
 * <p>The token is read from the store right before it is used. In a cluster in classic mode each new token invalidates the
 * previous one within five minutes; so every node always uses the newest token, and requests another only when that one is
 * about to expire or WeChat rejects it.
 */
final class WeChatIssuer implements Issuer {

    /** A token this close to its expiry could expire in transit; WeChat accepts the previous one for another five minutes. */
    static final Duration TOKEN_MARGIN = Duration.ofSeconds(30);

    private final WeChat weChat;
    private final ResilientStore store;
    private final CallGate gate;
    private final String key;
    private final TimeSource time;

    WeChatIssuer(WeChat weChat, ResilientStore store, CallGate gate, String tokenKey, TimeSource time) {
        this.weChat = weChat;
        this.store = store;
        this.gate = gate;
        this.key = tokenKey;
        this.time = time;
    }

    @Override
    public IssuedCredential ticket() throws WeChatException {
        String token = token(null);
        try {
            return ticket(token);
        } catch (WeChatException e) {
            if (e.kind() != WeChatException.Kind.TOKEN) {
                throw e;
            }
            return ticket(token(token));
        }
    }

    @Override
    public boolean isSecretChanged() {
        return weChat.isSecretChanged();
    }

    private IssuedCredential ticket(String token) throws WeChatException {
        return gate.ticket(() -> weChat.jsapiTicket(token));
    }

    /** @param rejected a token that WeChat has just rejected, or {@code null} */
    private String token(@Nullable String rejected) throws WeChatException {
        Credential stored = store.get(key);
        if (stored != null && !stored.value().equals(rejected) && isUsable(stored)) {
            return stored.value();
        }
        if (rejected != null) {
            store.remove(key);
        }
        IssuedCredential token = gate.token(weChat::accessToken);
        Instant now = Instant.ofEpochMilli(time.millis());
        store.put(key, new Credential(token.value(), now, now.plus(token.expiresIn())));
        return token.value();
    }

    private boolean isUsable(Credential token) {
        return token.expiresAt().toEpochMilli() - time.millis() > TOKEN_MARGIN.toMillis();
    }
}
