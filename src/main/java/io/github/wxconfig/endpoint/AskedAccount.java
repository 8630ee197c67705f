package io.github.wxconfig.endpoint;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Reads from a query the name of the account whose page asks. */
final class AskedAccount {

    private AskedAccount() {
    }

    /** Returns the name, which is empty for the account without one; {@code null} if the page did not name it. */
    static @Nullable String of(HttpServletRequest request) {
        return parameter("account", request.getQueryString());
    }

    /** Returns the raw value of a parameter: {@code getParameter} would decode it by the container's charset. */
    static @Nullable String parameter(String name, @Nullable String query) {
        int start = query == null ? -1 : ('&' + query).indexOf('&' + name + '=');
        if (query == null || start < 0) {
            return null;
        }
        int end = query.indexOf('&', start);
        return query.substring(start + name.length() + 1, end < 0 ? query.length() : end);
    }
}
