package io.github.wxconfig.settings;

import java.net.URI;
import java.util.Collection;
import java.util.regex.Pattern;

/** Warns of values that are used as they are, although they are probably a mistake. */
final class SuspiciousValues {

    private static final Pattern APPID = Pattern.compile("wx[0-9a-f]{16}");
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern CORPID = Pattern.compile("w[a-z][0-9A-Za-z_-]{10,62}");
    private static final Pattern CORPSECRET = Pattern.compile("[0-9A-Za-z_-]{43}");
    private static final Pattern AGENTID = Pattern.compile("\\d{1,10}");
    private static final String USED_ANYWAY = "using it anyway";

    private SuspiciousValues() {
    }

    static void warn(Settings settings, OptionValues values) {
        account(settings, values);
        corp(settings, values);
        if (settings.hasCorp()) {
            unknownNames(Option.JS_API_LIST, settings.jsApiList(), ApiNames.KNOWN_TO_WECOM, "is not an API of WeChat or WeCom",
                    values);
        } else {
            unknownNames(Option.JS_API_LIST, settings.jsApiList(), ApiNames.KNOWN, "is not an API of JS-SDK 1.6.0", values);
        }
        unknownNames(Option.OPEN_TAG_LIST, settings.openTagList(), ApiNames.OPEN_TAGS,
                "is not an open tag of JS-SDK 1.6.0", values);
        nothingIncluded(settings, values);
        plainHttp(Option.API_BASE, settings.apiBase(), values);
        plainHttp(Option.CORP_API_BASE, settings.corpApiBase(), values);
    }

    private static void account(Settings settings, OptionValues values) {
        String appid = settings.appid();
        String secret = settings.secret();
        if (appid != null && !APPID.matcher(appid).matches()) {
            values.warn(Option.APPID, appid, new InvalidValueException("is not \"wx\" and 16 hexadecimal digits",
                    "Compare it with 基本配置 (basic configuration) on mp.weixin.qq.com"), USED_ANYWAY);
        }
        if (secret != null && !SECRET.matcher(secret).matches()) {
            values.warn(Option.SECRET, secret, new InvalidValueException("of " + secret.length()
                    + " characters is not 32 hexadecimal digits", "Compare it with what mp.weixin.qq.com once showed"),
                    USED_ANYWAY);
        }
        String consequence = settings.hasCorp() ? "pages are signed for WeCom alone" : "no page will be signed";
        if (appid != null && secret == null && settings.ticketUrl() == null) {
            missing(Option.APPID, values.isWritten(Option.TICKET_URL) && !values.isWritten(Option.SECRET) ? Option.TICKET_URL
                    : Option.SECRET,
                    consequence, "Set " + values.property(Option.SECRET) + ", or "
                            + values.property(Option.TICKET_URL) + " where a central server keeps the"
                            + " ticket.", values);
        }
        if (appid == null && (secret != null || settings.ticketUrl() != null)) {
            missing(secret != null ? Option.SECRET : Option.TICKET_URL, Option.APPID, consequence,
                    "Set " + values.property(Option.APPID) + ".", values);
        }
        if (settings.ticketToken() != null && settings.ticketUrl() == null) {
            missing(Option.TICKET_TOKEN, Option.TICKET_URL, "the token is not used", "Set " + values.property(Option.TICKET_URL)
                    + ".", values);
        }
    }

    private static void corp(Settings settings, OptionValues values) {
        String corpid = settings.corpid();
        String corpsecret = settings.corpsecret();
        if (corpid != null && !CORPID.matcher(corpid).matches()) {
            values.warn(Option.CORPID, corpid, new InvalidValueException("does not look like a corpid such as ww0123456789abcdef",
                    "Compare it with 我的企业 (my enterprise) in WeCom's console"), USED_ANYWAY);
        }
        if (corpsecret != null && !CORPSECRET.matcher(corpsecret).matches()) {
            values.warn(Option.CORPSECRET, corpsecret, new InvalidValueException("of " + corpsecret.length()
                    + " characters is not 43 letters, digits, - and _", "Compare it with the app's page in WeCom's console"),
                    USED_ANYWAY);
        }
        if (settings.agentid() != null && !AGENTID.matcher(settings.agentid()).matches()) {
            values.warn(Option.AGENTID, settings.agentid(), new InvalidValueException("is not a number",
                    "Compare it with the app's page in WeCom's console"), USED_ANYWAY);
        }
        String consequence = settings.hasOfficialAccount() ? "WeCom gets no signature" : "no page will be signed";
        if (corpid != null && corpsecret == null) {
            missing(Option.CORPID, Option.CORPSECRET, consequence, "Set " + values.property(Option.CORPSECRET) + ".", values);
        }
        if (corpid == null && (corpsecret != null || settings.agentid() != null)) {
            missing(corpsecret != null ? Option.CORPSECRET : Option.AGENTID, Option.CORPID, consequence, "Set "
                    + values.property(Option.CORPID) + ".",
                    values);
        }
    }

    /** One that somebody has set is not said to be missing, though it has no value. */
    private static void missing(Option given, Option missing, String consequence, String remedy, OptionValues values) {
        values.problem(values.isWritten(missing)
                ? values.property(missing) + " is set, but its value is empty or cannot be used; " + consequence + ". Correct it."
                : values.property(given) + " is set and " + values.property(missing) + " is not; " + consequence + ". " + remedy);
    }

    private static void unknownNames(Option option, Collection<String> names, Collection<String> known, String fault,
            OptionValues values) {
        for (String name : names) {
            if (!known.contains(name)) {
                values.warn(option, name, new InvalidValueException(fault,
                        "The nearest known name is [" + NearestName.of(name, known) + "]"), "keeping it");
            }
        }
    }

    private static void nothingIncluded(Settings settings, OptionValues values) {
        if (settings.include().isEmpty()) {
            values.problem(values.property(Option.INCLUDE) + " names no path; no page will be signed. Write /* for all pages.");
        }
    }

    /** A host with a dot in its name that is no private address is taken to be beyond the operator's own network. */
    private static void plainHttp(Option option, String apiBase, OptionValues values) {
        URI uri = URI.create(apiBase);
        String host = uri.getRawAuthority().replaceFirst(":\\d+$", "");
        boolean internal = host.indexOf('.') < 0 || CidrList.PRIVATE.contains(host);
        if ("http".equalsIgnoreCase(uri.getScheme()) && !internal) {
            values.warn(option, apiBase, new InvalidValueException("would carry the secret unencrypted",
                    "Use https unless this address is inside your own network"), USED_ANYWAY);
        }
    }
}
