package io.github.wxconfig.wechat;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls WeChat with the current secret, which may change while the application runs. For one thread. */
public final class CurrentSecret implements WeChat {

    private final Supplier<String> secrets;
    private final Function<String, ? extends WeChat> clients;
    private @Nullable String tried;

    /**
     * @param secrets supplies the current secret; it may read a file
     * @param clients creates the client that uses a secret
     */
    public CurrentSecret(Supplier<String> secrets, Function<String, ? extends WeChat> clients) {
        this.secrets = secrets;
        this.clients = clients;
    }

    @Override
    public IssuedCredential accessToken() throws WeChatException {
        tried = secrets.get();
        return clients.apply(tried).accessToken();
    }

    @Override
    public IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
        return clients.apply(secrets.get()).jsapiTicket(accessToken);
    }

    @Override
    public boolean isSecretChanged() {
        String secret = secrets.get();
        boolean changed = tried != null && !tried.equals(secret);
        tried = changed ? secret : tried;
        return changed;
    }
}
