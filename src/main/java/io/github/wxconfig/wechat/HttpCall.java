package io.github.wxconfig.wechat;

import io.github.wxconfig.wechat.WeChatException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/**
 * One HTTP request and its answer, bounded in time and size.
 *
 * <p>The JDK's client has time-outs for connecting and for each read, but none for the whole, and does not heed an
 * interrupt. So the request is made on a thread of its own that lives no longer than the call; the caller waits for it
 * until the deadline and then cuts the connection. No connection is used twice: calls are rare, and one that the server
 * has given up meanwhile would make the next call fail.
 *
 * <p>Exceptions carry neither URL nor body nor a cause, because the JDK writes the URL, with secret and token, into many
 * of its messages.
 */
final class HttpCall {

    /** Far more than the longest answer; a token has 512 characters. */
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final Duration COOL_DOWN_OF_A_REFUSAL = Duration.ofMinutes(10);

    private final Peer peer;
    private final URL url;
    private final Timeouts timeouts;
    private byte[] body;
    private String bearer;

    private volatile HttpURLConnection connection;
    private volatile boolean connected;
    private volatile boolean answering;
    private volatile boolean abandoned;

    HttpCall(Peer peer, URL url, Timeouts timeouts) {
        this.peer = peer;
        this.url = url;
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
        FutureTask<String> exchange = new FutureTask<>(this::exchange);
        Thread thread = new Thread(exchange, "wxconfig-http");
        thread.setDaemon(true);
        thread.start();
        try {
            return exchange.get(timeouts.overall().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            abandon();
            throw peer.unanswered("did not finish its answer to [" + peer.endpoint + "] within [" + text(timeouts.overall())
                    + "]. Check the network and " + peer.option + ".");
        } catch (InterruptedException e) {
            abandon();
            Thread.currentThread().interrupt();
            throw peer.unanswered("was not waited for: the call of [" + peer.endpoint + "] was interrupted.");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /** Cuts the connection, but not in the middle of a body: closing that would wait for the read that it is to end. */
    private void abandon() {
        abandoned = true;
        if (connection != null && !answering) {
            connection.disconnect();
        }
    }

    private String exchange() throws IOException {
        HttpURLConnection http = (HttpURLConnection) url.openConnection();
        connection = http;
        try {
            prepare(http);
            http.connect();
            connected = true;
            stopIfAbandoned();
            return body(http, status(http));
        } finally {
            http.disconnect(); // instead of closing the stream, which would keep the connection for later
        }
    }

    private void prepare(HttpURLConnection http) throws IOException {
        QuietJdk.doNotLogRequests();
        http.setConnectTimeout(Timeouts.millis(timeouts.connect));
        http.setReadTimeout(Timeouts.millis(timeouts.read));
        http.setInstanceFollowRedirects(false); // a secret must not travel
        http.setUseCaches(false);
        http.setRequestProperty("Connection", "close");
        http.setRequestProperty("Accept", "application/json, */*;q=0.5");
        http.setRequestProperty("User-Agent", "wxconfig");
        if (bearer != null) {
            http.setRequestProperty("Authorization", "Bearer " + bearer);
        }
        if (body != null) {
            http.setRequestMethod("POST");
            http.setDoOutput(true);
            http.setRequestProperty("Content-Type", "application/json; charset=utf-8");
            http.setFixedLengthStreamingMode(body.length);
        }
    }

    private int status(HttpURLConnection http) throws IOException {
        if (body != null) {
            try (OutputStream out = http.getOutputStream()) {
                out.write(body);
            }
        }
        try {
            return http.getResponseCode();
        } catch (HttpRetryException e) {
            return e.responseCode();
        }
    }

    private String body(HttpURLConnection http, int status) throws IOException {
        if (status != HttpURLConnection.HTTP_OK) {
            throw refused(status);
        }
        answering = true;
        String text = new String(read(http.getInputStream()), StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        byte[] buffer = new byte[4096];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            stopIfAbandoned();
            out.write(buffer, 0, n);
            if (out.size() > LONGEST_ANSWER) {
                throw peer.unanswered("answered [" + peer.endpoint + "] with more than [" + LONGEST_ANSWER
                        + "] bytes. Check that " + peer.option + " leads to the right server.");
            }
        }
        return out.toByteArray();
    }

    private void stopIfAbandoned() throws IOException {
        if (abandoned) {
            throw new IOException("abandoned");
        }
    }

    private WeChatException refused(int status) {
        if (status == -1) {
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
        if (cause instanceof UnknownHostException) {
            return peer.unanswered("was not found: the host [" + url.getHost() + "] has no address." + check);
        }
        if (cause instanceof SocketTimeoutException) {
            return peer.unanswered(connected
                    ? "did not answer [" + peer.endpoint + "] within [" + text(timeouts.read) + "]." + check
                    : "was not reached in time: no connection with [" + hostAndPort() + "]." + check);
        }
        if (cause instanceof ConnectException) {
            return peer.unanswered("was not reached: [" + hostAndPort() + "] takes no connection." + check);
        }
        if (cause instanceof SSLException) {
            return peer.unanswered("was not trusted: TLS with [" + hostAndPort() + "] failed ["
                    + FailureText.of(cause) + "]. Check the JVM's certificates, its clock, and " + peer.option + ".");
        }
        return peer.unanswered("broke off the call of [" + peer.endpoint + "] ["
                + (cause == null ? "" : FailureText.of(cause)) + "]." + check);
    }

    private String hostAndPort() {
        return url.getHost() + ":" + (url.getPort() < 0 ? url.getDefaultPort() : url.getPort());
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /**
     * Keeps the JDK from logging our requests. Its client writes each request, with secret and token in the query, to a
     * logger of its own when that is at FINE, as it is where somebody has set everything to ALL. Who sets that very
     * logger has asked for it. Tomcat has loggers for each application; there, if another one has used the client first and
     * is at FINE, the client's logger belongs to that one and is out of reach.
     */
    private static final class QuietJdk {

        private static final Logger CLIENT = Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection");

        static void doNotLogRequests() {
            if (CLIENT.getLevel() == null && CLIENT.isLoggable(Level.FINE)) {
                CLIENT.setLevel(Level.CONFIG);
            }
        }
    }
}
