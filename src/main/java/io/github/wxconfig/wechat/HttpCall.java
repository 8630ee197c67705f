package io.github.wxconfig.wechat;

import io.github.wxconfig.network.BoundedSocket;
import io.github.wxconfig.network.Exchange;
import io.github.wxconfig.text.FailureText;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one HTTP request over a connection of its own, and returns the response; both time and size are limited.
 *
 * <p>It does not use the JDK's {@code HttpURLConnection}, whose settings are JVM-wide: applications and servers replace its
 * handlers, certificate checks, cookies, cache and authenticator. It also writes URLs, and thus secrets, into logs and
 * exceptions, has no time-out for a whole call, and reads the rest of a response when it is closed.
 *
 * <p>Exceptions contain no URL, no body and no cause, because the JDK's messages quote much of what was sent.
 */
final class HttpCall {

    /** Far more than the longest valid body; a token has 512 characters. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    /** Includes headers, chunk sizes and the TLS handshake. */
    private static final int MAX_BYTES_RECEIVED = 4 * MAX_ANSWER_BYTES;
    private static final Duration REJECTION_COOL_DOWN = Duration.ofMinutes(10);

    private final RemoteService service;
    private final WebAddress address;
    private final Timeouts timeouts;
    private byte @Nullable [] body;
    private @Nullable String bearer;
    private volatile @Nullable HttpConnection connection;

    HttpCall(RemoteService service, WebAddress address, Timeouts timeouts) {
        this.service = service;
        this.address = address;
        this.timeouts = timeouts;
    }

    /** Makes the request a POST with this JSON. */
    HttpCall post(String json) {
        body = json.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Adds {@code Authorization: Bearer …}, unless {@code token} is {@code null}. */
    HttpCall bearer(@Nullable String token) {
        bearer = token;
        return this;
    }

    /** Makes the call. Returns the body of a response with status 200, without a byte order mark. */
    String answer() throws WeChatException {
        try {
            return Exchange.within(timeouts.overall(), "wxconfig-http", this::exchange);
        } catch (TimeoutException e) {
            throw service.unanswered("did not finish its answer to [" + service.endpoint + "] within [" + text(timeouts.overall())
                    + "]. Check the network and " + service.option + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw service.unanswered("did not answer [" + service.endpoint + "]: the call was interrupted.");
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private String exchange(Exchange exchange) throws IOException {
        HttpConnection opened = new HttpConnection(exchange, address, timeouts, MAX_BYTES_RECEIVED);
        connection = opened;
        try {
            opened.open();
            opened.send(request(opened));
            HttpAnswer answer = new HttpAnswer(opened.answer());
            if (answer.status() != 200) {
                throw refused(answer.status());
            }
            return text(answer.body(MAX_ANSWER_BYTES));
        } finally {
            opened.close();
        }
    }

    private byte[] request(HttpConnection connection) {
        StringBuilder head = new StringBuilder(body == null ? "GET " : "POST ").append(connection.requestTarget())
                .append(" HTTP/1.1\r\nHost: ").append(address.authority())
                .append("\r\nConnection: close\r\nAccept: application/json, */*;q=0.5\r\nUser-Agent: wxconfig\r\n")
                .append(connection.proxyLogin());
        if (bearer != null) {
            head.append("Authorization: Bearer ").append(bearer).append("\r\n");
        }
        if (body != null) {
            head.append("Content-Type: application/json; charset=utf-8\r\nContent-Length: ").append(body.length).append("\r\n");
        }
        byte[] start = HttpConnection.ascii(head.append("\r\n").toString());
        byte[] request = Arrays.copyOf(start, start.length + (body == null ? 0 : body.length));
        System.arraycopy(body == null ? start : body, 0, request, start.length, request.length - start.length);
        return request;
    }

    private String text(byte[] answer) throws WeChatException {
        if (answer.length > MAX_ANSWER_BYTES) {
            throw tooLong();
        }
        String text = new String(answer, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private WeChatException tooLong() {
        return service.unanswered("answered [" + service.endpoint + "] with more than [" + MAX_ANSWER_BYTES
                + "] bytes. Check that " + service.option + " is the address of the right server.");
    }

    private WeChatException refused(int status) {
        if (status == HttpAnswer.NOT_HTTP) {
            return service.unanswered("answered [" + service.endpoint + "] with something that is not HTTP. Check "
                    + service.option + ".");
        }
        String what = "answered [" + service.endpoint + "] with HTTP status [" + status + "]";
        if (status == 401 || status == 403) {
            return service.failure(Kind.OPERATOR, WeChatException.NO_ERRCODE, REJECTION_COOL_DOWN,
                    what + ": the authentication was rejected. Check " + service.credentialOption + ".");
        }
        boolean redirect = status / 100 == 3;
        return service.unanswered(what
                + (redirect ? ", a redirect; redirects are not followed, because the request contains a secret" : "")
                + ". Check " + service.option + " and any proxy in between.");
    }

    /** Converts an exception of the JDK, whose message may quote a secret. */
    private WeChatException failure(Throwable cause) {
        if (cause instanceof WeChatException) {
            return (WeChatException) cause;
        }
        String check = " Check the network and " + service.option + ".";
        String at = connection == null ? address.hostAndPort() : connection.lastAddress();
        boolean connected = connection != null && connection.isOpen();
        if (cause instanceof HttpConnection.RefusedByProxyException) {
            return refusedByProxy(((HttpConnection.RefusedByProxyException) cause).status, at);
        }
        if (cause instanceof UnknownHostException) {
            return service.unanswered("was not found: the host [" + at.replaceFirst(":\\d+$", "") + "] has no address." + check);
        }
        if (cause instanceof SocketTimeoutException) {
            return service.unanswered(connected
                    ? "did not answer [" + service.endpoint + "] within [" + text(timeouts.read) + "]." + check
                    : "could not be reached in time: no connection to [" + at + "]." + check);
        }
        if (cause instanceof ConnectException) {
            return service.unanswered("could not be reached: [" + at + "] refused the connection." + check);
        }
        if (find(BoundedSocket.TooLongException.class, cause) != null) {
            return tooLong();
        }
        if (cause instanceof SSLException) {
            return service.unanswered("was not trusted: TLS with [" + address.hostAndPort() + "] failed ["
                    + FailureText.of(cause) + "]. Check the JVM's certificates, its clock, and " + service.option + ".");
        }
        return service.unanswered("closed the connection during the call of [" + service.endpoint + "] ["
                + FailureText.of(cause) + "]." + check);
    }

    private WeChatException refusedByProxy(int status, String proxy) {
        return service.unanswered("could not be reached: the proxy [" + proxy + "] answered with HTTP status [" + status + "]. "
                + (status == 407 ? "Set https.proxyUser and https.proxyPassword."
                        : "Check https.proxyHost, https.proxyPort and the rules of the proxy."));
    }

    private static <T> @Nullable T find(Class<T> type, @Nullable Throwable in) {
        return in == null || type.isInstance(in) ? type.cast(in) : find(type, in.getCause());
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
