package io.github.wxconfig.store;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The errors of Redis that an operator meets, by the word with which Redis begins them: what each means and what to do. Nothing else of
 * what Redis says is repeated, because it may repeat what was sent.
 */
enum RedisError {

    NOAUTH("it wants a password"),
    WRONGPASS("user or password are wrong"),
    NOPERM("the user has no right to a command or a key: it needs GET, SET, DEL, EVAL, PEXPIRE, SELECT and the keys wxconfig:*"),
    DENIED("it is in protected mode and takes connections of its own machine alone"),
    LOADING("it is still loading its data; trying again"),
    READONLY("it is a replica, which cannot be written; name its master"),
    MOVED("it is part of a Redis Cluster, which is not supported; name a Redis without cluster mode"),
    ASK(MOVED.advice),
    CROSSSLOT(MOVED.advice),
    CLUSTERDOWN(MOVED.advice),
    MASTERDOWN("it is a replica that has lost its master"),
    WRONGTYPE("another program keeps something else at the filter's key, which begins with [wxconfig:]"),
    OOM("its memory is full; raise maxmemory, or let it evict keys"),
    MISCONF("it cannot save to its disk, and so takes nothing; see its log"),
    NOREPLICAS("it has too few replicas to take anything"),
    BUSY("it is busy with a script"),
    ERR("see its log");

    private static final Pattern WORD = Pattern.compile("[A-Z]{2,20}(?=[ ,]|$)");

    private final String advice;

    RedisError(String advice) {
        this.advice = advice;
    }

    /** What an error of Redis means, in words of ours. */
    static String explained(String error) {
        Matcher word = WORD.matcher(error);
        if (!word.lookingAt()) {
            return "refuses; " + ERR.advice;
        }
        String known = "refuses: " + word.group() + ": ";
        for (RedisError e : values()) {
            if (e != ERR && e.name().equals(word.group())) {
                return known + e.advice;
            }
        }
        return known + ofText(error.toLowerCase(Locale.ROOT));
    }

    /** Whether Redis is well, and what is at the key is wrong. */
    static boolean isOfValue(String error) {
        return error.startsWith(WRONGTYPE.name());
    }

    /** Many share the word ERR. */
    private static String ofText(String error) {
        if (error.contains("invalid password") || error.contains("no password is set") || error.contains("without any password")) {
            return WRONGPASS.advice;
        }
        if (error.contains("db index") || error.contains("select is not allowed")) {
            return "it has no database of that number";
        }
        return error.contains("max number of clients") ? "it has too many clients; raise its maxclients" : ERR.advice;
    }
}
