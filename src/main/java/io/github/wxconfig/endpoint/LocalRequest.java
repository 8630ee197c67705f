package io.github.wxconfig.endpoint;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/**
 * Tells whether a request looks as if it was made on this machine, directly to this server.
 *
 * <p>That is a precaution and no proof: where a proxy runs on the same machine, its visitors choose nearly all of what is
 * looked at here.
 */
final class LocalRequest {

    private static final String[] SIGNS_OF_A_PROXY = {"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host",
        "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Real-IP", "X-Client-IP"};

    /** An address may have a zone. */
    private static final Pattern LOOPBACK = Pattern.compile(
            "127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[?(::|0:0:0:0:0:0:0:)1(%\\w+)?]?");

    private LocalRequest() {
    }

    /**
     * Behind a proxy on this machine everybody comes from the loopback address, but most ask for another host. An nginx that
     * is told nothing changes the host as well, and asks by HTTP/1.0 (before 1.29.7), as no browser does.
     */
    static boolean is(HttpServletRequest request) {
        if ("HTTP/1.0".equals(request.getProtocol())) {
            return false;
        }
        for (String header : SIGNS_OF_A_PROXY) {
            if (request.getHeader(header) != null) {
                return false;
            }
        }
        String host = String.valueOf(request.getServerName());
        return isLoopback(String.valueOf(request.getRemoteAddr())) && (host.equalsIgnoreCase("localhost") || isLoopback(host));
    }

    private static boolean isLoopback(String address) {
        return LOOPBACK.matcher(address).matches();
    }
}
