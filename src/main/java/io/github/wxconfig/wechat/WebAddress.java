package io.github.wxconfig.wechat;

import java.net.MalformedURLException;
import java.net.URL;

/** Checks that an option holds the address of a web server. */
final class WebAddress {

    private WebAddress() {
    }

    /** An address that a path can be added to. */
    static URL withoutQuery(String text, String option) {
        URL url = of(text, option);
        if (url.getQuery() != null || url.getRef() != null) {
            throw new IllegalArgumentException(option + " has a query or a fragment, which cannot be");
        }
        return url;
    }

    /** @throws IllegalArgumentException that names the option, but not the value, which may hold a password */
    static URL of(String text, String option) {
        try {
            URL url = new URL(text.trim());
            if (url.getProtocol().matches("https?") && !url.getHost().isEmpty() && url.getUserInfo() == null) {
                return url;
            }
        } catch (MalformedURLException e) {
            // said below; its message repeats the value
        }
        throw new IllegalArgumentException(option + " is not an address that begins with http:// or https://, with a host"
                + " and without user and password");
    }
}
