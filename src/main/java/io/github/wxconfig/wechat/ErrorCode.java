package io.github.wxconfig.wechat;

import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;

/**
 * Lists the errcodes that WeChat may return for a token or a ticket: what each means, what to do, and how long to wait.
 *
 * <p>Meanings are those of WeChat's
 * <a href="https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html">list of return codes</a>;
 * cool-downs are chosen here, except where WeChat states a time.
 */
enum ErrorCode implements Refusal {

    SYSTEM_BUSY(-1, Kind.TRANSIENT, Duration.ZERO, "WeChat is busy", "Will retry shortly."),

    INVALID_CREDENTIAL(40001, Kind.TOKEN, Duration.ZERO, "the access token is invalid or not the latest",
            "Will request another one. If this happens again, another program requests tokens for this account:"
                    + " use wxconfig.token=stable."),
    INVALID_ACCESS_TOKEN(40014, Kind.TOKEN, Duration.ZERO, "the access token is invalid",
            "Will request another one. If this happens again, check that wxconfig.appid belongs to an Official Account."),
    ACCESS_TOKEN_EXPIRED(42001, Kind.TOKEN, Duration.ZERO, "the access token has expired", "Will request another one."),

    WRONG_GRANT_TYPE(40002, Kind.OPERATOR, Wait.HOUR, "the grant_type is wrong",
            "Check that wxconfig.apiBase is the address of WeChat's API."),
    WRONG_APPID(40013, Kind.OPERATOR, Wait.HOUR, "the appid is wrong",
            "Check wxconfig.appid, including upper and lower case."),
    WRONG_URL(40066, Kind.OPERATOR, Wait.HOUR, "the address is wrong", "Check wxconfig.apiBase."),
    WRONG_TICKET_TYPE(40097, Kind.OPERATOR, Wait.HOUR, "a parameter is wrong",
            "Check that wxconfig.apiBase is the address of WeChat's API."),
    WRONG_SECRET(40125, Kind.OPERATOR, Wait.HOUR, "the secret is wrong",
            "Check wxconfig.secret: it must be the AppSecret of wxconfig.appid, and the latest one if it was ever reset."),
    IP_NOT_IN_WHITE_LIST(40164, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address is not in the white list",
            "Add it to the IP white list in WeChat's console, in the settings of the account's developer ID."),
    SECRET_FROZEN(40243, Kind.OPERATOR, Wait.TEN_MINUTES, "the secret is frozen",
            "Unfreeze it in WeChat's console; this takes effect after 10 minutes."),
    ACCESS_TOKEN_MISSING(41001, Kind.OPERATOR, Wait.HOUR, "the access token is missing",
            "Check that the gateway at wxconfig.apiBase forwards the query."),
    APPID_MISSING(41002, Kind.OPERATOR, Wait.HOUR, "the appid is missing",
            "Check that the gateway at wxconfig.apiBase forwards the query and the body."),
    SECRET_MISSING(41004, Kind.OPERATOR, Wait.HOUR, "the secret is missing",
            "Check that the gateway at wxconfig.apiBase forwards the query and the body."),
    POST_REQUIRED(43002, Kind.OPERATOR, Wait.HOUR, "POST is required",
            "Check that the gateway at wxconfig.apiBase does not change POST to GET."),
    HTTPS_REQUIRED(43003, Kind.OPERATOR, Wait.HOUR, "HTTPS is required", "Use an https URL for wxconfig.apiBase."),
    DAILY_QUOTA(45009, Kind.QUOTA, Wait.HOUR, "the daily quota is used up",
            "Find the program that makes so many calls; the quota can be reset in WeChat's console."),
    MINUTE_QUOTA(45011, Kind.QUOTA, Duration.ofSeconds(90), "the quota of this minute is used up",
            "Find the program that makes so many calls."),
    IP_NOT_REGISTERED(45035, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address is not registered",
            "Add it to the IP white list in WeChat's console."),
    MALFORMED_DATA(47001, Kind.OPERATOR, Wait.HOUR, "the body could not be read",
            "Check that the gateway at wxconfig.apiBase forwards the body unchanged."),
    API_UNAUTHORIZED(48001, Kind.OPERATOR, Wait.HOUR, "the account is not authorized for this API",
            "Check in WeChat's console that it is a verified Official Account."),
    API_FORBIDDEN(48004, Kind.OPERATOR, Wait.HOUR, "the API is blocked because of irregularities",
            "See the messages in WeChat's console."),
    CLEAR_LIMIT(48006, Kind.QUOTA, Wait.HOUR, "the quota was reset too often", "Wait for the next day."),
    USER_LIMITED(50002, Kind.OPERATOR, Wait.HOUR, "the account is frozen or closed",
            "See the messages in WeChat's console."),
    TOKEN_FORBIDDEN(50004, Kind.OPERATOR, Wait.HOUR, "the account is not allowed to request tokens",
            "See the messages in WeChat's console."),
    ACCOUNT_FROZEN(50007, Kind.OPERATOR, Wait.HOUR, "the account is frozen", "See the messages in WeChat's console."),
    CLIENT_IP_NOT_REGISTERED(61004, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address is not registered",
            "Add it to the IP white list in WeChat's console."),
    COMPONENT_TOKEN_REQUIRED(61024, Kind.OPERATOR, Wait.HOUR, "the account is managed by a third-party platform",
            "Get the ticket from that platform, with wxconfig.ticketUrl."),
    IP_AWAITS_CONFIRMATION(89501, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address awaits confirmation",
            "Ask the account's administrator to confirm it in WeChat."),
    IP_NEEDS_CONFIRMATION(89503, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address must be confirmed",
            "The account's administrator has received a message in WeChat and needs to confirm it."),
    IP_REFUSED_TWICE(89506, Kind.OPERATOR, Duration.ofHours(24),
            "the account's administrator has refused this server's IP address twice",
            "WeChat accepts another confirmation after 24 hours."),
    IP_REFUSED(89507, Kind.OPERATOR, Wait.HOUR, "the account's administrator has refused this server's IP address",
            "WeChat accepts another confirmation after an hour."),

    /** Any errcode that is not in this table. */
    UNKNOWN(Integer.MAX_VALUE, Kind.OPERATOR, Wait.TEN_MINUTES, "an errcode that wxconfig does not know",
            "Look the errcode up in WeChat's list of return codes."),
    /** Any errcode of a ticket server, which has to resolve it itself. */
    TICKET_SERVER(Integer.MAX_VALUE, Kind.TRANSIENT, Duration.ZERO, "it has no ticket itself", "See the log of that server.");

    private final Row row;

    ErrorCode(int number, Kind kind, Duration coolDown, String meaning, String advice) {
        this.row = new Row(number, kind, coolDown, meaning, advice);
    }

    /** Returns the constant of this errcode, or {@link #UNKNOWN}. */
    static ErrorCode of(int errcode) {
        return Refusal.of(values(), errcode, UNKNOWN);
    }

    /**
     * Returns the constant of this errcode in an answer to a token request. Such a request contains no access token, so an
     * errcode about the access token can only mean the secret.
     */
    static ErrorCode ofTokenCall(int errcode) {
        ErrorCode code = of(errcode);
        return code.kind() == Kind.TOKEN ? WRONG_SECRET : code;
    }

    @Override
    public Row row() {
        return row;
    }

    @Override
    public boolean aboutIp() {
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
