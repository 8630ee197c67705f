package io.github.wxconfig.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Holds the part of {@code wx.config} that is the same for every page. Immutable. */
public final class ConfigOptions {

    private final String appId;
    private final boolean debug;
    private final List<String> jsApiList;
    private final List<String> openTagList;

    public ConfigOptions(String appId, boolean debug, List<String> jsApiList, List<String> openTagList) {
        this.appId = appId;
        this.debug = debug;
        this.jsApiList = Collections.unmodifiableList(new ArrayList<>(jsApiList));
        this.openTagList = Collections.unmodifiableList(new ArrayList<>(openTagList));
    }

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
}
