package io.github.wxconfig.wechat;

import io.github.wxconfig.wechat.WeChatException.Kind;
import java.time.Duration;

/**
 * Lists the errcodes that WeCom may return for a token or a ticket: what each means, what to do, and how long to wait.
 *
 * <p>Meanings are those of WeCom's
 * <a href="https://developer.work.weixin.qq.com/document/path/90313">list of return codes</a>, in which some numbers mean
 * another thing than for an Official Account; cool-downs are chosen here. The last ones come from the client rather than from a
 * call.
 */
enum CorpErrorCode implements Refusal {

    SYSTEM_BUSY(-1, Kind.TRANSIENT, Duration.ZERO, "WeCom is busy", "Will retry shortly."),

    WRONG_SECRET(40001, Kind.OPERATOR, Wait.HOUR, "the secret is wrong",
            "Check wxconfig.corpsecret: it must be the Secret of an app of wxconfig.corpid, and the latest one if it"
            + " was ever reset."),
    WRONG_CORPID(40013, Kind.OPERATOR, Wait.HOUR, "the corpid is wrong",
            "Check wxconfig.corpid, including upper and lower case."),
    INVALID_ACCESS_TOKEN(40014, Kind.TOKEN, Duration.ZERO, "the access token is invalid", "Will request another one."),
    WRONG_AGENTID(40056, Kind.OPERATOR, Wait.HOUR, "the agentid is wrong",
            "Check wxconfig.agentid: it must be the AgentId of the app that wxconfig.corpsecret belongs to."),
    WRONG_PARAMETER(40058, Kind.OPERATOR, Wait.HOUR, "a parameter is wrong",
            "Check that wxconfig.corpApiBase is the address of WeCom's API."),
    SECRET_OF_ANOTHER_CORP(40091, Kind.OPERATOR, Wait.HOUR, "the secret belongs to another corp",
            "Check that wxconfig.corpid and wxconfig.corpsecret are of the same corp."),
    ACCESS_TOKEN_MISSING(41001, Kind.OPERATOR, Wait.HOUR, "the access token is missing",
            "Check that the gateway at wxconfig.corpApiBase forwards the query."),
    CORPID_MISSING(41002, Kind.OPERATOR, Wait.HOUR, "the corpid is missing",
            "Check that the gateway at wxconfig.corpApiBase forwards the query."),
    SECRET_MISSING(41004, Kind.OPERATOR, Wait.HOUR, "the secret is missing",
            "Check that the gateway at wxconfig.corpApiBase forwards the query."),
    ACCESS_TOKEN_EXPIRED(42001, Kind.TOKEN, Duration.ZERO, "the access token has expired", "Will request another one."),
    FREQUENCY(45009, Kind.QUOTA, Wait.HOUR, "there were too many calls",
            "Find the program that makes so many calls, or that repeats one that fails."),
    CONCURRENCY(45033, Kind.QUOTA, Duration.ofSeconds(90), "there were too many calls at the same time",
            "Find the program that makes so many calls."),
    API_FORBIDDEN(48002, Kind.OPERATOR, Wait.HOUR, "the app is not allowed to call this API",
            "See the app's permissions in WeCom's console."),
    APP_DISABLED(50003, Kind.OPERATOR, Wait.HOUR, "the app is disabled", "Enable it in WeCom's console."),
    IP_NOT_TRUSTED(60020, Kind.OPERATOR, Wait.TEN_MINUTES, "this server's IP address is not a trusted one",
            "Add it on the app's page in WeCom's console, at \u4f01\u4e1a\u53ef\u4fe1IP (trusted IPs), which can be set"
            + " once the app has a trusted"
                    + " domain."),

    WRONG_TICKET(40093, Kind.OPERATOR, Wait.HOUR, "the ticket or the signature is wrong",
            "Check that wxconfig.corpid and wxconfig.corpsecret are of the same corp."),
    TICKET_OF_ANOTHER_APP(42012, Kind.OPERATOR, Wait.HOUR, "the ticket is of another app",
            "Check that wxconfig.corpsecret and wxconfig.agentid are of the same app."),
    DOMAIN_NOT_REGISTERED(50001, Kind.OPERATOR, Wait.HOUR, "the page's domain is not registered",
            "Add it to the app's trusted domains in WeCom's console."),
    DOMAIN_NOT_TRUSTED(80001, Kind.OPERATOR, Wait.HOUR, "the page's domain is not a trusted one, or has no ICP filing",
            "Add it to the app's trusted domains in WeCom's console."),

    /** Any errcode that is not in this table. */
    UNKNOWN(Integer.MAX_VALUE, Kind.OPERATOR, Wait.TEN_MINUTES, "an errcode that wxconfig does not know",
            "Look the errcode up in WeCom's list of return codes.");

    private final Row row;

    CorpErrorCode(int number, Kind kind, Duration coolDown, String meaning, String advice) {
        this.row = new Row(number, kind, coolDown, meaning, advice);
    }

    /** Returns the constant of this errcode, or {@link #UNKNOWN}. */
    static CorpErrorCode of(int errcode) {
        return Refusal.of(values(), errcode, UNKNOWN);
    }

    /** Returns the constant of this errcode in an answer to a token request, which contains no access token. */
    static CorpErrorCode ofTokenCall(int errcode) {
        CorpErrorCode code = of(errcode);
        return code.kind() == Kind.TOKEN ? WRONG_SECRET : code;
    }

    @Override
    public Row row() {
        return row;
    }

    @Override
    public boolean aboutIp() {
        return this == IP_NOT_TRUSTED;
    }
}
