package io.github.wxconfig.script;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Makes the script of each page. Asked on entry, before anything forwards, because only then the request line is seen. */
public interface ScriptProvider {

    /** The script, or {@code null} if the page is no account's, or its host is not one whose pages are signed. */
    @Nullable PageScript forRequest(HttpServletRequest request);

    /** Returns whether pages that this client's browser asks for get a script, where not all browsers do. */
    default boolean serves(Client client, HttpServletRequest request) {
        return client == Client.WECHAT;
    }

    /** Returns whether clients that get a script may get different ones at the same address. */
    default boolean differsByClient() {
        return false;
    }

    /** Returns whether the page is an account's. Asked where it gets no script. */
    default boolean isOfAccount(HttpServletRequest request) {
        return true;
    }
}
