package io.github.wxconfig.settings;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options as the documents show them: a table of each group for {@code docs/options.md} and its Chinese twin, and
 * context-params for {@code web-fragment-sample.xml}. Each is between {@code <!-- options:group -->} and
 * {@code <!-- /options -->}.
 */
final class OptionTables {

    private static final Pattern SECTION =
            Pattern.compile("(?s)(<!-- options:(\\w+) -->\\R)(.*?)([ \\t]*<!-- /options -->)");

    /** Sample values of the options that have no default. */
    private static final Map<Option, String> SAMPLES = new EnumMap<>(Option.class);

    /** Defaults that say more in words than as a value, in English and Chinese. */
    private static final Map<Option, String[]> WORDS = new EnumMap<>(Option.class);

    static {
        SAMPLES.put(Option.APPID, "wx0123456789abcdef");
        SAMPLES.put(Option.SECRET, "${file:/etc/wxconfig/secret}");
        SAMPLES.put(Option.CORPID, "ww0123456789abcdef");
        SAMPLES.put(Option.CORPSECRET, "${file:/etc/wxconfig/corpsecret}");
        SAMPLES.put(Option.AGENTID, "1000002");
        SAMPLES.put(Option.OPEN_TAG_LIST, "wx-open-launch-weapp,wx-open-launch-app");
        SAMPLES.put(Option.BASE_URL, "https://shop.example.com");
        SAMPLES.put(Option.HOSTS, "shop.example.com,*.shop.example");
        SAMPLES.put(Option.SHARE_TITLE, "${title} - Tea House");
        SAMPLES.put(Option.SHARE_DESC, "${description}");
        SAMPLES.put(Option.SHARE_IMAGE, "/img/card.png");
        SAMPLES.put(Option.SHARE_LINK, "https://shop.example.com/");
        SAMPLES.put(Option.TICKET_URL, "https://wechat.example.com/jsapi-ticket");
        SAMPLES.put(Option.TICKET_TOKEN, "${file:/etc/wxconfig/ticket-token}");
        SAMPLES.put(Option.ATTRIBUTE, "wxconfig");
        SAMPLES.put(Option.ACCOUNTS, "shop, school");
        SAMPLES.put(Option.ACCOUNTS_DIR, "/etc/wxconfig/accounts");
        SAMPLES.put(Option.STORE_DIR, "/var/lib/wxconfig");

        WORDS.put(Option.JS_API_LIST, new String[] {"the 36 official names", "官方列出的 36 个接口"});
        WORDS.put(Option.EXCLUDE, new String[] {"static file types", "静态文件类型"});
        WORDS.put(Option.STORE_DIR, new String[] {"in the web application's temporary directory", "Web 应用的临时目录中"});
    }

    private OptionTables() {
    }

    /** {@code document} with the section of each group made anew; what stands outside them is kept. */
    static String update(String document, boolean chinese, boolean xml) {
        Matcher sections = SECTION.matcher(document);
        StringBuilder updated = new StringBuilder();
        while (sections.find()) {
            Option.Group group = Option.Group.valueOf(sections.group(2).toUpperCase(Locale.ROOT));
            String content = xml ? contextParams(group) : table(group, chinese);
            sections.appendReplacement(updated,
                    Matcher.quoteReplacement(sections.group(1) + content + sections.group(4)));
        }
        return sections.appendTail(updated).toString();
    }

    static String table(Option.Group group, boolean chinese) {
        StringBuilder table = new StringBuilder(chinese ? "| 选项 | 默认值 | 含义 |\n" : "| Option | Default | Meaning |\n");
        table.append("|---|---|---|\n");
        for (Option option : Option.values()) {
            if (option.group() == group) {
                table.append("| `").append(option.property()).append("` | ").append(defaultCell(option, chinese))
                        .append(" | ").append(chinese ? option.chinese() : option.english()).append(" |\n");
            }
        }
        return table.toString();
    }

    static String contextParams(Option.Group group) {
        StringBuilder xml = new StringBuilder();
        for (Option option : Option.values()) {
            if (option.group() == group) {
                xml.append(contextParam(option));
            }
        }
        return xml.toString();
    }

    /** A comment that explains, and one that holds nothing but the element. */
    private static String contextParam(Option option) {
        String value = option.defaultText().isEmpty() ? SAMPLES.get(option) : option.defaultText();
        return "\n  <!-- " + wrap(option.english().replace("`", "") + " " + defaultSentence(option), " ", 7) + " -->\n"
                + "  <!--\n"
                + "  <context-param>\n"
                + "    <param-name>" + option.property() + "</param-name>\n"
                + "    <param-value>" + wrap(value, ",", 17) + "</param-value>\n"
                + "  </context-param>\n"
                + "  -->\n";
    }

    private static String defaultSentence(Option option) {
        if (WORDS.containsKey(option)) {
            return "Default: " + WORDS.get(option)[0] + ".";
        }
        return option.defaultText().isEmpty() ? "No default." : "Default: " + option.defaultText() + ".";
    }

    private static String defaultCell(Option option, boolean chinese) {
        if (WORDS.containsKey(option)) {
            return WORDS.get(option)[chinese ? 1 : 0];
        }
        return option.defaultText().isEmpty() ? (chinese ? "无" : "none") : "`" + option.defaultText() + "`";
    }

    /** Breaks after {@code separator} where a line would be longer than 110 characters; lines begin at {@code column}. */
    private static String wrap(String text, String separator, int column) {
        StringBuilder wrapped = new StringBuilder();
        int length = column;
        for (String word : text.split("(?<=" + separator + ")")) {
            if (length + word.length() > 110) {
                wrapped.append('\n');
                wrapped.append(String.join("", Collections.nCopies(column, " ")));
                length = column;
            }
            wrapped.append(word);
            length += word.length();
        }
        return wrapped.toString().replace(" \n", "\n");
    }
}
