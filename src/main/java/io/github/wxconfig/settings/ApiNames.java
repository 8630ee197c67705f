package io.github.wxconfig.settings;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names that {@code jsApiList} and {@code openTagList} are known to take. */
final class ApiNames {

    /** The interfaces of version 1.6.0, appendix 2 of WeChat's JS-SDK page, in its order. */
    static final List<String> OFFICIAL = Collections.unmodifiableList(Arrays.asList(
            "updateAppMessageShareData", "updateTimelineShareData", "onMenuShareTimeline", "onMenuShareAppMessage",
            "onMenuShareQQ", "onMenuShareWeibo", "onMenuShareQZone", "startRecord", "stopRecord", "onVoiceRecordEnd",
            "playVoice", "pauseVoice", "stopVoice", "onVoicePlayEnd", "uploadVoice", "downloadVoice", "chooseImage",
            "previewImage", "uploadImage", "downloadImage", "translateVoice", "getNetworkType", "openLocation",
            "getLocation", "hideOptionMenu", "showOptionMenu", "hideMenuItems", "showMenuItems",
            "hideAllNonBaseMenuItem", "showAllNonBaseMenuItem", "closeWindow", "scanQRCode",
            "openProductSpecificView", "addCard", "chooseCard", "openCard"));

    /** The official names, and those that SDK 1.6.0 has beyond them. */
    static final Set<String> KNOWN = known();

    /** The open tags of SDK 1.6.0. */
    static final Set<String> OPEN_TAGS = new LinkedHashSet<>(Arrays.asList(
            "wx-open-launch-weapp", "wx-open-launch-app", "wx-open-subscribe", "wx-open-audio"));

    private ApiNames() {
    }

    private static Set<String> known() {
        Set<String> names = new LinkedHashSet<>(OFFICIAL);
        names.addAll(Arrays.asList(
                "checkJsApi", "getLocalImgData", "openAddress", "consumeAndShareCard", "chooseWXPay",
                "openEnterpriseRedPacket", "startSearchBeacons", "stopSearchBeacons", "onSearchBeacons",
                "openEnterpriseChat", "launchMiniProgram", "openBusinessView"));
        return names;
    }
}
