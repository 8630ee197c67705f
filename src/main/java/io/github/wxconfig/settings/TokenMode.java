package io.github.wxconfig.settings;

/** The kind of access token to request. */
public enum TokenMode {
    /** {@code /cgi-bin/stable_token}: isolated from the classic one, the same for all who ask. */
    STABLE,
    /** {@code /cgi-bin/token}: every call creates a new one and soon invalidates the previous one. */
    CLASSIC
}
