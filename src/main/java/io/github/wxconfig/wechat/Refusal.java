package io.github.wxconfig.wechat;

import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;

/** Says what an errcode means in the calls of one service, and what to do about it. Immutable. */
interface Refusal {

    /** What the table of the service says about the errcode. */
    Row row();

    /** Whether the errmsg contains the IP address that the service saw, which a server behind a NAT cannot find out otherwise. */
    boolean aboutIp();

    /** The errcode itself; {@link Integer#MAX_VALUE} for one that is not in the table. */
    default int number() {
        return row().number;
    }

    default Kind kind() {
        return row().kind;
    }

    /** How long to make no further call; zero where the ordinary back-off decides. */
    default Duration coolDown() {
        return row().coolDown;
    }

    /** What is wrong: a clause without a full stop. */
    default String meaning() {
        return row().meaning;
    }

    /** What the operator can do: a sentence. */
    default String advice() {
        return row().advice;
    }

    /** Returns that of {@code all} with this errcode, or {@code unknown}. */
    static <R extends Refusal> R of(R[] all, int errcode, R unknown) {
        for (R refusal : all) {
            if (refusal.number() == errcode) {
                return refusal;
            }
        }
        return unknown;
    }

    /** A row of a table of errcodes. Immutable. */
    final class Row {

        private final int number;
        private final Kind kind;
        private final Duration coolDown;
        private final String meaning;
        private final String advice;

        Row(int number, Kind kind, Duration coolDown, String meaning, String advice) {
            this.number = number;
            this.kind = kind;
            this.coolDown = coolDown;
            this.meaning = meaning;
            this.advice = advice;
        }
    }

    /** Cool-downs that stand in both tables. */
    final class Wait {

        static final Duration TEN_MINUTES = Duration.ofMinutes(10);
        static final Duration HOUR = Duration.ofHours(1);

        private Wait() {
        }
    }
}
