package io.github.wxconfig.credential;

/** What a credential's age says about it. */
enum Freshness {

    /** Serve it, and ask for nothing. */
    FRESH,
    /** Serve it, and get the next one. */
    REFRESH_DUE,
    /** Serve it no longer. */
    EXPIRED;

    /**
     * @param age since it was issued
     * @param life from its issue to its end, in the unit of {@code age}
     * @param share the part of its life, between 0 and 1, after which the next one is due
     */
    static Freshness of(long age, long life, double share) {
        if (age >= life) {
            return EXPIRED;
        }
        return age >= (long) (life * share) ? REFRESH_DUE : FRESH;
    }
}
