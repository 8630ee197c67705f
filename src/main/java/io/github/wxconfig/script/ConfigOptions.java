package io.github.wxconfig.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the part of {@code wx.config}, and of {@code agentConfig} in WeCom, that is the same for every page. Immutable. */
public final class ConfigOptions {

    private final String appId;
    private final boolean debug;
    private final List<String> jsApiList;
    private final List<String> openTagList;
    private final boolean corp;
    private final @Nullable String agentid;
    private final List<String> agentApiList;

    /** Of an Official Account. */
    public ConfigOptions(String appId, boolean debug, List<String> jsApiList, List<String> openTagList) {
        this(appId, debug, jsApiList, openTagList, false, null, Collections.<String>emptyList());
    }

    private ConfigOptions(String appId, boolean debug, List<String> jsApiList, List<String> openTagList, boolean corp,
            @Nullable String agentid, List<String> agentApiList) {
        this.appId = appId;
        this.debug = debug;
        this.jsApiList = Collections.unmodifiableList(new ArrayList<>(jsApiList));
        this.openTagList = Collections.unmodifiableList(new ArrayList<>(openTagList));
        this.corp = corp;
        this.agentid = agentid;
        this.agentApiList = Collections.unmodifiableList(new ArrayList<>(agentApiList));
    }

    /**
     * Returns those of a corp in WeCom.
     *
     * @param jsApiList all names, for {@code wx.config}
     * @param agentid of the app whose identity the page gets by {@code agentConfig}, or {@code null}
     * @param agentApiList the names that {@code agentConfig} gets
     */
    public static ConfigOptions ofCorp(String corpid, boolean debug, List<String> jsApiList, List<String> openTagList,
            @Nullable String agentid, List<String> agentApiList) {
        return new ConfigOptions(corpid, debug, jsApiList, openTagList, true, agentid, agentApiList);
    }

    /** The appid, or the corpid. */
    public String appId() {
        return appId;
    }

    public boolean debug() {
        return debug;
    }

    /** Unmodifiable. */
    public List<String> jsApiList() {
        return jsApiList;
    }

    /** Unmodifiable; empty for none, and is then left out of {@code wx.config}. */
    public List<String> openTagList() {
        return openTagList;
    }

    /** Whether it is of a corp, whose {@code wx.config} needs {@code beta}. */
    public boolean isCorp() {
        return corp;
    }

    /** The AgentId of the app, or {@code null}: {@code agentConfig} is not called. */
    public @Nullable String agentid() {
        return agentid;
    }

    /** Unmodifiable. */
    public List<String> agentApiList() {
        return agentApiList;
    }
}
