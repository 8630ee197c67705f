package io.github.wxconfig.simulator;

import java.time.Instant;

/** One call that was made to the simulator. Immutable. */
public final class Call {

    private final Instant time;
    private final String method;
    private final String path;
    private final String query;
    private final String body;
    private final String outcome;

    Call(Instant time, String method, String path, String query, String body, String outcome) {
        this.time = time;
        this.method = method;
        this.path = path;
        this.query = query;
        this.body = body;
        this.outcome = outcome;
    }

    /** When, by the simulator's clock. */
    public Instant time() {
        return time;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    /** The raw query, empty if there was none. Holds secrets as they were sent. */
    public String query() {
        return query;
    }

    /** The body, empty if there was none. Holds secrets as they were sent. */
    public String body() {
        return body;
    }

    /** {@code ok}, the errcode, or the fault that was put in its way. */
    public String outcome() {
        return outcome;
    }

    /** Everything with the secrets masked. */
    @Override
    public String toString() {
        return method + " " + path
                + (query.isEmpty() ? "" : "?" + query.replaceAll("(secret|access_token)=[^&]*", "$1=***"))
                + (body.isEmpty() ? ""
                        : " " + body.replaceAll("\"secret\"\\s*:\\s*\"(?:[^\"\\\\]|\\\\.)*\"", "\"secret\":\"***\""))
                + " " + outcome;
    }
}
