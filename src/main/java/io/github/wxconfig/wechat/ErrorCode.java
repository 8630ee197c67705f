package io.github.wxconfig.wechat;

import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;

/**
 * WeChat's errcodes that a token or a ticket can bring: what each means, what to do, and how long to wait.
 *
 * <p>Meanings are those of WeChat's
 * <a href="https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html">list of return codes</a>;
 * cool-downs are ours, except where WeChat names a time.
 */
public enum ErrorCode {

    SYSTEM_BUSY(-1, Kind.TRANSIENT, Duration.ZERO, "WeChat is busy", "It is asked again soon."),

    INVALID_CREDENTIAL(40001, Kind.TOKEN, Duration.ZERO, "the access token is invalid or not the latest",
            "Another one is fetched. If this comes back, another program takes tokens for this account:"
                    + " use wxconfig.token=stable."),
    INVALID_ACCESS_TOKEN(40014, Kind.TOKEN, Duration.ZERO, "the access token is invalid",
            "Another one is fetched. If this comes back, check that wxconfig.appid is an Official Account's."),
    ACCESS_TOKEN_EXPIRED(42001, Kind.TOKEN, Duration.ZERO, "the access token has expired", "Another one is fetched."),

    WRONG_GRANT_TYPE(40002, Kind.OPERATOR, Wait.HOUR, "the grant_type is wrong",
            "Check that wxconfig.apiBase leads to WeChat."),
    WRONG_APPID(40013, Kind.OPERATOR, Wait.HOUR, "the appid is wrong",
            "Check wxconfig.appid, capitals included."),
    WRONG_URL(40066, Kind.OPERATOR, Wait.HOUR, "the address is wrong", "Check wxconfig.apiBase."),
    WRONG_TICKET_TYPE(40097, Kind.OPERATOR, Wait.HOUR, "a parameter is wrong",
            "Check that wxconfig.apiBase leads to WeChat."),
    WRONG_SECRET(40125, Kind.OPERATOR, Wait.HOUR, "the secret is wrong",
            "Check wxconfig.secret: it must be the AppSecret of wxconfig.appid, and the latest if it was ever reset."),
    IP_NOT_IN_WHITE_LIST(40164, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address is not in the white list",
            "Add it in WeChat's console, under the settings of the account's developer ID, to the IP white list."),
    SECRET_FROZEN(40243, Kind.OPERATOR, Wait.TEN_MINUTES, "the secret is frozen",
            "Thaw it in WeChat's console; that takes effect after 10 minutes."),
    ACCESS_TOKEN_MISSING(41001, Kind.OPERATOR, Wait.HOUR, "the access token is missing",
            "Check that what stands behind wxconfig.apiBase passes the query on."),
    APPID_MISSING(41002, Kind.OPERATOR, Wait.HOUR, "the appid is missing",
            "Check that what stands behind wxconfig.apiBase passes query and body on."),
    SECRET_MISSING(41004, Kind.OPERATOR, Wait.HOUR, "the secret is missing",
            "Check that what stands behind wxconfig.apiBase passes query and body on."),
    POST_REQUIRED(43002, Kind.OPERATOR, Wait.HOUR, "POST is required",
            "Check that what stands behind wxconfig.apiBase does not turn POST into GET."),
    HTTPS_REQUIRED(43003, Kind.OPERATOR, Wait.HOUR, "HTTPS is required", "Let wxconfig.apiBase begin with https."),
    DAILY_QUOTA(45009, Kind.QUOTA, Wait.HOUR, "the daily quota is used up",
            "Find the program that asks so often; the quota can be cleared in WeChat's console."),
    MINUTE_QUOTA(45011, Kind.QUOTA, Duration.ofSeconds(90), "the quota of this minute is used up",
            "Find the program that asks so often."),
    IP_NOT_REGISTERED(45035, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address is not registered",
            "Add it to the IP white list in WeChat's console."),
    MALFORMED_DATA(47001, Kind.OPERATOR, Wait.HOUR, "the body could not be read",
            "Check that what stands behind wxconfig.apiBase passes the body on unchanged."),
    API_UNAUTHORIZED(48001, Kind.OPERATOR, Wait.HOUR, "the account has no right to this API",
            "Check in WeChat's console that it is an Official Account and verified."),
    API_FORBIDDEN(48004, Kind.OPERATOR, Wait.HOUR, "the API is blocked because of irregularities",
            "See the messages in WeChat's console."),
    CLEAR_LIMIT(48006, Kind.QUOTA, Wait.HOUR, "the quota was cleared too often", "Wait for the next day."),
    USER_LIMITED(50002, Kind.OPERATOR, Wait.HOUR, "the account is frozen or closed",
            "See the messages in WeChat's console."),
    TOKEN_FORBIDDEN(50004, Kind.OPERATOR, Wait.HOUR, "the account must not fetch tokens",
            "See the messages in WeChat's console."),
    ACCOUNT_FROZEN(50007, Kind.OPERATOR, Wait.HOUR, "the account is frozen", "See the messages in WeChat's console."),
    CLIENT_IP_NOT_REGISTERED(61004, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address is not registered",
            "Add it to the IP white list in WeChat's console."),
    COMPONENT_TOKEN_REQUIRED(61024, Kind.OPERATOR, Wait.HOUR, "the account is managed by a third-party platform",
            "Take the ticket from that platform, with wxconfig.ticketUrl."),
    IP_AWAITS_CONFIRMATION(89501, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address awaits confirmation",
            "Let the account's administrator confirm it in WeChat."),
    IP_NEEDS_CONFIRMATION(89503, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address must be confirmed",
            "The account's administrator has got a message in WeChat: let it be confirmed."),
    IP_REFUSED_TWICE(89506, Kind.OPERATOR, Duration.ofHours(24),
            "the account's administrator has refused this server's IP address twice",
            "WeChat wants 24 hours to pass; then let it be confirmed."),
    IP_REFUSED(89507, Kind.OPERATOR, Wait.HOUR, "the account's administrator has refused this server's IP address",
            "WeChat wants an hour to pass; then let it be confirmed."),

    /** Any errcode that is not in this table. */
    UNKNOWN(Integer.MAX_VALUE, Kind.OPERATOR, Wait.TEN_MINUTES, "a reason that is not known here",
            "Look the errcode up in WeChat's list of return codes."),
    /** Any errcode of a ticket server, whose affair it is. */
    TICKET_SERVER(Integer.MAX_VALUE, Kind.TRANSIENT, Duration.ZERO, "it has no ticket itself", "See the log of that server.");

    /** Constants that an enum's own cannot refer to before they exist. */
    private static final class Wait {
        private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
        private static final Duration HOUR = Duration.ofHours(1);
    }

    private final int number;
    private final Kind kind;
    private final Duration coolDown;
    private final String meaning;
    private final String advice;

    ErrorCode(int number, Kind kind, Duration coolDown, String meaning, String advice) {
        this.number = number;
        this.kind = kind;
        this.coolDown = coolDown;
        this.meaning = meaning;
        this.advice = advice;
    }

    /** The constant of this errcode, or {@link #UNKNOWN}. */
    public static ErrorCode of(int errcode) {
        for (ErrorCode code : values()) {
            if (code.number == errcode) {
                return code;
            }
        }
        return UNKNOWN;
    }

    /**
     * What the errcode means when a token was asked for. There no access token was sent, so that a complaint about it
     * can only mean the secret.
     */
    static ErrorCode ofTokenCall(int errcode) {
        ErrorCode code = of(errcode);
        return code.kind == Kind.TOKEN ? WRONG_SECRET : code;
    }

    public int number() {
        return number;
    }

    public Kind kind() {
        return kind;
    }

    /** How long not to ask at all; zero where ordinary back-off decides. */
    public Duration coolDown() {
        return coolDown;
    }

    /** What is wrong: half a sentence. */
    public String meaning() {
        return meaning;
    }

    /** What the operator can do: a sentence. */
    public String advice() {
        return advice;
    }

    /** Whether the errmsg tells the address that WeChat has seen, which nobody behind a NAT can know otherwise. */
    boolean aboutIp() {
        switch (this) {
            case IP_NOT_IN_WHITE_LIST:
            case IP_NOT_REGISTERED:
            case CLIENT_IP_NOT_REGISTERED:
            case IP_AWAITS_CONFIRMATION:
            case IP_NEEDS_CONFIRMATION:
            case IP_REFUSED_TWICE:
            case IP_REFUSED:
                return true;
            default:
                return false;
        }
    }
}
