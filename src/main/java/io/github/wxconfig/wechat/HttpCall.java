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

/**
 * One HTTP request and its answer, bounded in time and size, over a connection of its own.
 *
 * <p>Not by the JDK's {@code HttpURLConnection}, which belongs to the whole JVM: applications and servers replace its
 * handlers, its checks of certificates, its cookies, its cache and its login; it writes URLs, and so secrets, into logs and
 * exceptions; it has no time-out for the whole, and waits for the rest of an answer when it is closed.
 *
 * <p>Exceptions carry neither URL nor body nor a cause, because the JDK writes much into its messages.
 */
final class HttpCall {

    /** Far more than the longest answer; a token has 512 characters. */
    private static final int LONGEST_ANSWER = 64 * 1024;
    /** With head, chunks and a handshake of TLS. */
    private static final int LONGEST_ON_THE_WIRE = 4 * LONGEST_ANSWER;
    private static final Duration COOL_DOWN_OF_A_REFUSAL = Duration.ofMinutes(10);

    private final RemoteService peer;
    private final WebAddress address;
    private final Timeouts timeouts;
    private byte[] body;
    private String bearer;
    private volatile HttpConnection connection;

    HttpCall(RemoteService peer, WebAddress address, Timeouts timeouts) {
        this.peer = peer;
        this.address = address;
        this.timeouts = timeouts;
    }

    /** Makes it a POST of this JSON. */
    HttpCall post(String json) {
        body = json.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Sends {@code Authorization: Bearer …}; {@code null} sends nothing. */
    HttpCall bearer(String token) {
        bearer = token;
        return this;
    }

    /** The body of the answer, which had status 200; without a byte order mark. */
    String answer() throws WeChatException {
        try {
            return Exchange.within(timeouts.overall(), "wxconfig-http", this::exchange);
        } catch (TimeoutException e) {
            throw peer.unanswered("did not finish its answer to [" + peer.endpoint + "] within [" + text(timeouts.overall())
                    + "]. Check the network and " + peer.option + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw peer.unanswered("was not waited for: the call of [" + peer.endpoint + "] was interrupted.");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private String exchange(Exchange exchange) throws IOException {
        connection = new HttpConnection(exchange, address, timeouts, LONGEST_ON_THE_WIRE);
        try {
            connection.open();
            connection.send(request());
            HttpAnswer answer = new HttpAnswer(connection.answer());
            if (answer.status() != 200) {
                throw refused(answer.status());
            }
            return text(answer.body(LONGEST_ANSWER));
        } finally {
            connection.close();
        }
    }

    private byte[] request() {
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
        if (answer.length > LONGEST_ANSWER) {
            throw tooLong();
        }
        String text = new String(answer, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private WeChatException tooLong() {
        return peer.unanswered("answered [" + peer.endpoint + "] with more than [" + LONGEST_ANSWER
                + "] bytes. Check that " + peer.option + " leads to the right server.");
    }

    private WeChatException refused(int status) {
        if (status == HttpAnswer.NOT_HTTP) {
            return peer.unanswered("answered [" + peer.endpoint + "] with something that is not HTTP. Check "
                    + peer.option + ".");
        }
        String what = "answered [" + peer.endpoint + "] with HTTP status [" + status + "]";
        if (status == 401 || status == 403) {
            return peer.failure(Kind.OPERATOR, WeChatException.NO_ERRCODE, COOL_DOWN_OF_A_REFUSAL,
                    what + ": it lets nobody in without the right credentials. Check " + peer.entry + ".");
        }
        boolean redirect = status / 100 == 3;
        return peer.unanswered(what + (redirect ? ", a redirect, which is never followed with a secret" : "")
                + ". Check " + peer.option + " and what stands between.");
    }

    /** Turns what the JDK threw into words of ours. */
    private WeChatException failure(Throwable cause) {
        if (cause instanceof WeChatException) {
            return (WeChatException) cause;
        }
        String check = " Check the network and " + peer.option + ".";
        String at = connection == null ? address.hostAndPort() : connection.peer();
        boolean connected = connection != null && connection.isOpen();
        if (cause instanceof HttpConnection.RefusedByProxyException) {
            return refusedByProxy(((HttpConnection.RefusedByProxyException) cause).status, at);
        }
        if (cause instanceof UnknownHostException) {
            return peer.unanswered("was not found: the host [" + at.replaceFirst(":\\d+$", "") + "] has no address." + check);
        }
        if (cause instanceof SocketTimeoutException) {
            return peer.unanswered(connected
                    ? "did not answer [" + peer.endpoint + "] within [" + text(timeouts.read) + "]." + check
                    : "was not reached in time: no connection with [" + at + "]." + check);
        }
        if (cause instanceof ConnectException) {
            return peer.unanswered("was not reached: [" + at + "] takes no connection." + check);
        }
        if (find(BoundedSocket.TooLongException.class, cause) != null) {
            return tooLong();
        }
        if (cause instanceof SSLException) {
            return peer.unanswered("was not trusted: TLS with [" + address.hostAndPort() + "] failed ["
                    + FailureText.of(cause) + "]. Check the JVM's certificates, its clock, and " + peer.option + ".");
        }
        return peer.unanswered("broke off the call of [" + peer.endpoint + "] ["
                + FailureText.of(cause) + "]." + check);
    }

    private WeChatException refusedByProxy(int status, String proxy) {
        return peer.unanswered("was not reached: the proxy [" + proxy + "] answered with HTTP status [" + status + "]. "
                + (status == 407 ? "Set https.proxyUser and https.proxyPassword." : "Check https.proxyHost, https.proxyPort and what the"
                + " proxy allows."));
    }

    private static <T> T find(Class<T> type, Throwable in) {
        return in == null || type.isInstance(in) ? type.cast(in) : find(type, in.getCause());
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
