package io.github.wxconfig.settings;

/** Which of WeChat's two kinds of access token is used. */
public enum TokenMode {
    /** {@code /cgi-bin/stable_token}: isolated from the classic one, the same for all who ask. */
    STABLE,
    /** {@code /cgi-bin/token}: every call makes a new one and soon ends the one before. */
    CLASSIC
}
