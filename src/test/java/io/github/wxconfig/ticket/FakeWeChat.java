package io.github.wxconfig.ticket;

import io.github.wxconfig.wechat.IssuedCredential;
import io.github.wxconfig.wechat.WeChat;
import io.github.wxconfig.wechat.WeChatException;
import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * WeChat on the moved clock: tokens that live two hours and overlap by five minutes, one ticket for everybody that changes
 * every two hours and is always said to live for two more.
 */
class FakeWeChat implements WeChat {

    static final Duration LIFE = Duration.ofHours(2);
    private static final long OVERLAP = Duration.ofMinutes(5).toMillis();

    private final TimeSource time;
    final boolean classic;
    int tokenCalls;
    int ticketCalls;
    /** Thrown by every call while it is set. */
    WeChatException down;
    boolean secretChanged;
    /** Thrown by the next calls for a ticket, one each. */
    final Deque<WeChatException> ticketFailures = new ArrayDeque<>();
    /** The moment, after the start, at which the tickets change is this plus a multiple of two hours. */
    Duration phase = Duration.ZERO;

    private int number;
    private String token;
    private String lastToken;
    private long tokenEnd;
    private long lastTokenEnd;

    FakeWeChat(TimeSource time, boolean classic) {
        this.time = time;
        this.classic = classic;
    }

    int calls() {
        return tokenCalls + ticketCalls;
    }

    @Override
    public synchronized IssuedCredential accessToken() throws WeChatException {
        tokenCalls++;
        throwIfDown();
        if (classic || tokenEnd - time.millis() <= OVERLAP) {
            lastToken = token;
            lastTokenEnd = Math.min(tokenEnd, time.millis() + OVERLAP);
            token = "SECRET-TOKEN-" + ++number;
            tokenEnd = time.millis() + LIFE.toMillis();
        }
        return new IssuedCredential(token, Duration.ofMillis(tokenEnd - time.millis()));
    }

    @Override
    public synchronized IssuedCredential jsapiTicket(String accessToken) throws WeChatException {
        ticketCalls++;
        throwIfDown();
        if (!ticketFailures.isEmpty()) {
            throw ticketFailures.remove();
        }
        boolean alive = accessToken.equals(token) && time.millis() < tokenEnd
                || accessToken.equals(lastToken) && time.millis() < lastTokenEnd;
        if (!alive) {
            throw failure(Kind.TOKEN, 40001);
        }
        return new IssuedCredential(ticketNow(), LIFE);
    }

    @Override
    public boolean isSecretChanged() {
        return secretChanged;
    }

    /** The ticket that WeChat gives out now. */
    String ticketNow() {
        return "SECRET-TICKET-" + Math.floorDiv(time.millis() - FakeTimeSource.START.toEpochMilli() - phase.toMillis(),
                LIFE.toMillis());
    }

    /** Somebody else gets two new tokens, and ours is dead. */
    synchronized void killToken() {
        token = "SECRET-OF-SOMEBODY-ELSE";
        lastToken = null;
        tokenEnd = 0;
    }

    private void throwIfDown() throws WeChatException {
        if (down != null) {
            throw down;
        }
    }

    static WeChatException failure(Kind kind, int errcode) {
        return failure(kind, errcode, Duration.ZERO);
    }

    static WeChatException failure(Kind kind, int errcode, Duration coolDown) {
        return new WeChatException(kind, errcode, coolDown, "WeChat answers [" + errcode + "]");
    }
}
