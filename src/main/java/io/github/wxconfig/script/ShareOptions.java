package io.github.wxconfig.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the operator's options for share cards. Immutable. */
public final class ShareOptions {

    /** Which pages get a card. */
    public enum Mode {
        /** Those that say themselves what they are. */
        META,
        ALL,
        OFF
    }

    public static final ShareOptions OFF = new ShareOptions(Mode.OFF, null, null, null, null);
    public static final ShareOptions META = new ShareOptions(Mode.META, null, null, null, null);

    /** The APIs that set a card; of the first two, the next two are the older form. The last is WeCom's. */
    private static final List<String> APIS = Collections.unmodifiableList(Arrays.asList("updateAppMessageShareData",
            "updateTimelineShareData", "onMenuShareAppMessage", "onMenuShareTimeline", "onMenuShareWechat"));

    private final Mode mode;
    private final @Nullable String title;
    private final @Nullable String desc;
    private final @Nullable String image;
    private final @Nullable String link;

    /** @param title as the other three, {@code null} if the operator says nothing about it */
    public ShareOptions(Mode mode, @Nullable String title, @Nullable String desc, @Nullable String image, @Nullable String link) {
        this.mode = mode;
        this.title = title;
        this.desc = desc;
        this.image = image;
        this.link = link;
    }

    public Mode mode() {
        return mode;
    }

    public boolean isOn() {
        return mode != Mode.OFF;
    }

    /** Returns those of {@code jsApiList} that set a card. */
    public static List<String> apis(List<String> jsApiList) {
        List<String> apis = new ArrayList<>(APIS);
        apis.retainAll(jsApiList);
        return apis;
    }

    /** Returns what share.js gets: a JavaScript object of its options. */
    String literal(ConfigOptions options, boolean spa) {
        StringBuilder literal = new StringBuilder("{apis:").append(ScriptText.array(apis(options.jsApiList())));
        flag(literal, "all", mode == Mode.ALL);
        flag(literal, "spa", spa);
        flag(literal, "debug", options.debug());
        text(literal, "title", title);
        text(literal, "desc", desc);
        text(literal, "image", image);
        text(literal, "link", link);
        return literal.append('}').toString();
    }

    private static void flag(StringBuilder literal, String name, boolean value) {
        if (value) {
            literal.append(',').append(name).append(":1");
        }
    }

    private static void text(StringBuilder literal, String name, @Nullable String value) {
        if (value != null) {
            literal.append(',').append(name).append(':').append(ScriptText.quote(value));
        }
    }
}
