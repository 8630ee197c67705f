package io.github.wxconfig.wechat;

import io.github.wxconfig.text.ShownText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the body of a response: returns the credential, or throws the reason why there is none.
 *
 * <p>It accepts any Content-Type, unknown fields, a missing {@code errcode}, and numbers written as strings. It is strict
 * where leniency would lead to invalid signatures: a credential needs a value and a life. A life of more than
 * {@link IssuedCredential#MAX_LIFE}, which is WeChat's, is reduced to that: otherwise a ticket server that counts in
 * milliseconds would cause signatures with an expired ticket for weeks.
 */
final class Reply {

    private static final int MAX_QUOTATION_LENGTH = 200;
    private static final String MASK = "***";
    private static final Pattern TOKEN_LIKE = Pattern.compile("[\\w+/=-]{24,}");
    /** The part that WeChat and WeCom append to the text, different each time. */
    private static final Pattern REFERENCE = Pattern.compile(",?\\s?\\b(rid|hints?|req_id)\\s*:.*", Pattern.DOTALL);
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 =
            Pattern.compile("(?<![\\d.])" + OCTET + "(?:\\." + OCTET + "){3}(?!\\d|\\.\\d)");
    private static final Pattern IPV6 = Pattern.compile("(?<![\\w:.])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{1,4}(?![\\w:.])");

    private final RemoteService service;
    private final Map<String, Object> json;

    Reply(RemoteService service, String body) throws WeChatException {
        this.service = service;
        try {
            json = Json.readObject(body);
        } catch (IllegalArgumentException e) {
            throw service.unanswered("answered [" + service.endpoint + "] with " + kindOf(body) + " instead of JSON. Check "
                    + service.option + " and any proxy in between.");
        }
    }

    /**
     * Returns the credential in the response.
     *
     * @param codes maps an errcode to its meaning in this call
     * @param secrets what was sent and must not be quoted; {@code null} to quote nothing at all
     * @param names the fields that may contain the value; the first one present counts
     * @throws WeChatException if the response contains an errcode, or no valid credential
     */
    IssuedCredential credential(IntFunction<? extends Refusal> codes, String @Nullable [] secrets, String... names)
            throws WeChatException {
        int errcode = errcode();
        if (errcode != 0) {
            throw refusal(errcode, codes.apply(errcode), secrets);
        }
        return new IssuedCredential(value(names), life());
    }

    /** Whether the response has a text of this name that is not empty. */
    boolean hasText(String name) {
        Object value = json.get(name);
        return value instanceof String && !((String) value).isEmpty();
    }

    private int errcode() {
        BigDecimal errcode = number("errcode", 0);
        if (errcode.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            return Integer.MAX_VALUE;
        }
        return errcode.abs().compareTo(BigDecimal.ONE) < 0 ? 0 : errcode.intValue();
    }

    private String value(String... names) throws WeChatException {
        for (String name : names) {
            Object value = json.get(name);
            if (value instanceof String && IssuedCredential.isValue((String) value)) {
                return (String) value;
            }
            if (value != null) {
                throw service.unanswered("answered [" + service.endpoint + "] with an invalid [" + name
                        + "]. Check " + service.option + ".");
            }
        }
        throw service.unanswered("answered [" + service.endpoint + "] without [" + names[0] + "]. Check " + service.option + ".");
    }

    private Duration life() throws WeChatException {
        BigDecimal seconds = number("expires_in", -1);
        if (seconds.compareTo(BigDecimal.ONE) < 0) {
            throw service.unanswered("answered [" + service.endpoint + "] without a positive [expires_in], in seconds. Check "
                    + service.option + ".");
        }
        return Duration.ofSeconds(seconds.min(BigDecimal.valueOf(IssuedCredential.MAX_LIFE.getSeconds())).longValue());
    }

    private BigDecimal number(String name, int otherwise) {
        Object value = json.get(name);
        if (value instanceof BigDecimal) {
            return (BigDecimal) value;
        }
        return value instanceof String && ((String) value).matches("-?\\d{1,18}")
                ? new BigDecimal((String) value) : BigDecimal.valueOf(otherwise);
    }

    private WeChatException refusal(int errcode, Refusal code, String @Nullable [] secrets) {
        String errmsg = json.get("errmsg") instanceof String ? (String) json.get("errmsg") : "";
        String ip = code.aboutIp() ? ip(errmsg) : null;
        String quotation = quotation(errmsg, secrets);
        return service.failure(code.kind(), errcode, code.coolDown(), "refused [" + service.endpoint + "] with errcode ["
                + errcode + "]: " + code.meaning() + (ip == null ? "" : ": [" + ip + "]") + ". " + code.advice()
                + (quotation.isEmpty() ? "" : " It said [" + quotation + "]."));
    }

    private static @Nullable String ip(String errmsg) {
        Matcher v4 = IPV4.matcher(errmsg);
        if (v4.find()) {
            return v4.group();
        }
        Matcher v6 = IPV6.matcher(errmsg);
        return v6.find() ? v6.group() : null;
    }

    /** Returns the errmsg as one harmless line; masks everything that looks like a token, whosever it is. */
    private static String quotation(String errmsg, String @Nullable [] secrets) {
        if (secrets == null) {
            return "";
        }
        String text = REFERENCE.matcher(errmsg).replaceFirst("");
        for (String secret : secrets) {
            text = text.replace(secret, MASK);
        }
        text = TOKEN_LIKE.matcher(text).replaceAll(MASK);
        text = ShownText.line(text);
        return text.length() > MAX_QUOTATION_LENGTH ? text.substring(0, MAX_QUOTATION_LENGTH) + "…" : text;
    }

    private static String kindOf(String body) {
        String text = body.trim();
        return text.isEmpty() ? "nothing"
                : text.startsWith("<") ? "an HTML page"
                : text.startsWith("{") ? "a broken or truncated object"
                : "something else";
    }
}
