package io.github.wxconfig.credential;

import io.github.wxconfig.Credential;
import io.github.wxconfig.wechat.Grant;
import java.time.Duration;
import java.time.Instant;

/** What may be believed of a credential, whoever it comes from. */
final class Grants {

    /** WeChat's live two hours. Whatever claims more than this is wrong, or not to be relied on. */
    static final Duration LONGEST_LIFE = Duration.ofDays(1);

    private static final int LONGEST_VALUE = 2048;

    private Grants() {
    }

    /** A grant received now. */
    static Credential credential(Grant grant, long nowMillis) {
        return credential(grant, nowMillis, nowMillis);
    }

    /**
     * @param firstMillis when this value was received for the first time
     * @throws IllegalArgumentException if the grant cannot be one; the message does not hold its value
     */
    static Credential credential(Grant grant, long firstMillis, long nowMillis) {
        Duration life = grant.expiresIn().compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : grant.expiresIn();
        if (life.isNegative() || life.isZero()) {
            throw new IllegalArgumentException("A grant expires in [" + life + "]");
        }
        if (!isValue(grant.value())) {
            throw new IllegalArgumentException("A grant's value is empty, too long, or not of printable ASCII");
        }
        return new Credential(grant.value(), Instant.ofEpochMilli(firstMillis), Instant.ofEpochMilli(nowMillis).plus(life));
    }

    /** Whether a store's answer can be a credential that is alive. */
    static boolean isPlausible(Credential credential, long nowMillis) {
        return isValue(credential.value())
                && credential.expiresAt().isAfter(Instant.ofEpochMilli(nowMillis))
                && credential.expiresAt().isBefore(Instant.ofEpochMilli(nowMillis).plus(LONGEST_LIFE.multipliedBy(2)))
                && credential.issuedAt().isAfter(Instant.ofEpochMilli(nowMillis).minus(LONGEST_LIFE.multipliedBy(2)));
    }

    private static boolean isValue(String value) {
        return value != null && !value.isEmpty() && value.length() <= LONGEST_VALUE
                && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
