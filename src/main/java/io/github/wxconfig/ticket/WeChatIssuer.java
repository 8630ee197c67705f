package io.github.wxconfig.ticket;

import io.github.wxconfig.Credential;
import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChat;
import io.github.wxconfig.wechat.WeChatException;
import java.time.Duration;
import java.time.Instant;

/**
 * Gets a ticket from WeChat: with the access token that lives in the store, or else with a new one.
 *
 * <p>The token is read from the store right before it is used, so that a cluster in classic mode, where each new token
 * ends the one before within five minutes, always uses the newest and asks for another only when that one has come to
 * its end or WeChat refuses it.
 */
final class WeChatIssuer implements Issuer {

    /** A token this close to its end could die on its way; WeChat accepts the old beside the new for five minutes. */
    static final Duration TOKEN_MARGIN = Duration.ofSeconds(30);

    private final WeChat weChat;
    private final ResilientStore store;
    private final String key;
    private final TimeSource time;

    WeChatIssuer(WeChat weChat, ResilientStore store, String tokenKey, TimeSource time) {
        this.weChat = weChat;
        this.store = store;
        this.key = tokenKey;
        this.time = time;
    }

    @Override
    public IssuedCredential ticket(Caller caller) throws WeChatException {
        String token = token(null, caller);
        try {
            return ticket(token, caller);
        } catch (WeChatException e) {
            if (e.kind() != WeChatException.Kind.TOKEN) {
                throw e;
            }
            return ticket(token(token, caller), caller);
        }
    }

    @Override
    public boolean isRenewed() {
        return weChat.isRenewed();
    }

    private IssuedCredential ticket(String token, Caller caller) throws WeChatException {
        return caller.call(Wanted.TICKET, () -> weChat.jsapiTicket(token));
    }

    /** @param dead a token that WeChat has just refused, or {@code null} */
    private String token(String dead, Caller caller) throws WeChatException {
        Credential stored = store.get(key);
        if (stored != null && !stored.value().equals(dead) && livesOn(stored)) {
            return stored.value();
        }
        if (dead != null) {
            store.remove(key);
        }
        IssuedCredential token = caller.call(Wanted.TOKEN, weChat::accessToken);
        Instant now = Instant.ofEpochMilli(time.millis());
        store.put(key, new Credential(token.value(), now, now.plus(token.expiresIn())));
        return token.value();
    }

    private boolean livesOn(Credential token) {
        return token.expiresAt().toEpochMilli() - time.millis() > TOKEN_MARGIN.toMillis();
    }
}
