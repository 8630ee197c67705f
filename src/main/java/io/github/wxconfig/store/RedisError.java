package io.github.wxconfig.store;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains the errors of Redis that an operator may see: what each means and what to do. A constant is named for the word with
 * which Redis begins the error. The rest of an error is never shown, because it may quote what was sent.
 */
enum RedisError {

    NOAUTH("it requires a password"),
    WRONGPASS("the user or password is wrong"),
    NOPERM("the user lacks a permission: it needs GET, SET, DEL, EVAL, PEXPIRE, SELECT and the keys wxconfig:*"),
    DENIED("it is in protected mode and accepts connections from its own machine only"),
    LOADING("it is still loading its data; retrying"),
    READONLY("it is a read-only replica; use the address of its master"),
    MOVED("it is part of a Redis Cluster, which is not supported; use a Redis without cluster mode"),
    ASK(MOVED.advice),
    CROSSSLOT(MOVED.advice),
    CLUSTERDOWN(MOVED.advice),
    MASTERDOWN("it is a replica without a connection to its master"),
    WRONGTYPE("another program has stored a value of another type at the filter's key, which begins with [wxconfig:]"),
    OOM("its memory is full; raise maxmemory, or allow it to evict keys"),
    MISCONF("it cannot save to its disk and refuses writes; see its log"),
    NOREPLICAS("it has too few replicas and refuses writes"),
    BUSY("it is running a script"),
    ERR("see its log");

    private static final Pattern WORD = Pattern.compile("[A-Z]{2,20}(?=[ ,]|$)");

    private final String advice;

    RedisError(String advice) {
        this.advice = advice;
    }

    /** Returns the explanation of an error, without quoting it. */
    static String explained(String error) {
        Matcher word = WORD.matcher(error);
        if (!word.lookingAt()) {
            return "reports an error; " + ERR.advice;
        }
        String known = "reports an error: " + word.group() + ": ";
        for (RedisError e : values()) {
            if (e != ERR && e.name().equals(word.group())) {
                return known + e.advice;
            }
        }
        return known + ofText(error.toLowerCase(Locale.ROOT));
    }

    /** Whether the error is about the stored value alone, while Redis itself works. */
    static boolean isOfValue(String error) {
        return error.startsWith(WRONGTYPE.name());
    }

    /** Explains an error that begins with ERR, as many do. */
    private static String ofText(String error) {
        if (error.contains("invalid password") || error.contains("no password is set")
                || error.contains("without any password")) {
            return WRONGPASS.advice;
        }
        if (error.contains("db index") || error.contains("select is not allowed")) {
            return "it has no database with that number";
        }
        return error.contains("max number of clients") ? "it has too many clients; raise maxclients" : ERR.advice;
    }
}
