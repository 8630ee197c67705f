package io.github.wxconfig.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that {@code jsApiList} and {@code openTagList} are known to take, and which of them need an app's identity in
 * WeCom.
 */
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

    /** WeCom's own, for which the corp's identity is enough; as {@code @wecom/jssdk} notes at each. */
    private static final List<String> OF_CORP = Arrays.asList(
            "onMenuShareWechat", "shareAppMessage", "shareWechatMessage", "selectEnterpriseContact", "openDefaultBrowser",
            "onHistoryBack", "getContext", "onUserCaptureScreen", "previewFile", "startMeeting", "startLiving", "enterHWOpenTalk",
            "enterpriseVerify", "setClipboardData", "getClipboardData", "startAutoLBS", "stopAutoLBS", "onLocationChange",
            "startWifi", "stopWifi", "connectWifi", "getWifiList", "onGetWifiList", "onWifiConnected", "getConnectedWifi",
            "openBluetoothAdapter", "closeBluetoothAdapter", "getBluetoothAdapterState", "onBluetoothAdapterStateChange",
            "startBluetoothDevicesDiscovery", "stopBluetoothDevicesDiscovery", "getBluetoothDevices", "onBluetoothDeviceFound",
            "getConnectedBluetoothDevices", "createBLEConnection", "closeBLEConnection", "onBLEConnectionStateChange",
            "getBLEDeviceServices", "getBLEDeviceCharacteristics", "readBLECharacteristicValue", "writeBLECharacteristicValue",
            "notifyBLECharacteristicValueChange", "onBLECharacteristicValueChange", "startBeaconDiscovery", "stopBeaconDiscovery",
            "getBeacons", "onBeaconUpdate", "onBeaconServiceChange", "agentConfig");

    /**
     * Those that need the identity of an app, and get it by agentConfig. The first two need it where the app is a third
     * party's.
     */
    private static final List<String> OF_APP = Arrays.asList(
            "openEnterpriseChat", "openUserProfile", "addDevice", "checkSchedule", "chooseMessageFile", "claimClassAdmin",
            "createChatWithMsg", "createCorpGroupChat", "createDoc", "createExternalPayment", "createSchoolPayment", "createTodo",
            "downloadLivingReplay", "getApprovalSelectedItems", "getCurCorpGroupChat", "getCurCorpGroupContact",
            "getCurExternalChat", "getCurExternalContact", "getLocalFileData", "getShareInfo", "hideChatAttachmentMenu",
            "launchMiniprogram", "navigateToAddCustomer", "navigateToKfChat", "openAppComment", "openAppDeviceDataAuth",
            "openAppPurchase", "openExistedChatWithMsg", "openThirdAppServiceChat", "printFile", "refundExternalPayment",
            "replayLiving", "saveApprovalSelectedItems", "selectCorpGroupContact", "selectDatazoneDoc", "selectDatazoneFile",
            "selectExternalChat", "selectExternalContact", "selectPrivilegedContact", "sendChatMessage", "setKeepScreenOn",
            "setShareAttr", "shareToExternalChat", "shareToExternalContact", "shareToExternalMoments", "thirdPartyOpenPage",
            "updateCorpGroupChat", "updateEnterpriseChat", "updateMomentsSetting", "viewTodo", "wedocSelectDoc",
            "wedriveSelectDir", "wedriveSelectFile", "wedriveSelectFileForDownload");

    /** The names of WeChat and of WeCom. */
    static final Set<String> KNOWN_TO_WECOM = union(KNOWN, OF_CORP, OF_APP);

    /** For a page of a corp that names none: the official ones, and those of WeCom that pages use most. */
    private static final Set<String> CORP_DEFAULT = union(OFFICIAL, OF_CORP.subList(0, 11), OF_APP.subList(0, 2));
    private static final Set<String> APP_DEFAULT = union(CORP_DEFAULT, Arrays.asList(
            "selectExternalContact", "getCurExternalContact", "getCurExternalChat", "sendChatMessage", "openExistedChatWithMsg",
            "createChatWithMsg", "shareToExternalContact", "shareToExternalChat", "shareToExternalMoments",
            "navigateToAddCustomer", "launchMiniprogram", "thirdPartyOpenPage"));

    private ApiNames() {
    }

    /**
     * The list for WeCom. The call of agentConfig has to be in it, too.
     *
     * @param names those that were set, or {@code null}
     */
    static List<String> corp(@Nullable List<String> names, boolean hasApp) {
        Set<String> all = union(names != null ? names : hasApp ? APP_DEFAULT : CORP_DEFAULT);
        if (hasApp) {
            all.add("agentConfig");
        }
        return Collections.unmodifiableList(new ArrayList<>(all));
    }

    /** Those that agentConfig is to name: that need an app's identity, or of which nothing is known. */
    static List<String> ofApp(List<String> names) {
        List<String> result = new ArrayList<>();
        for (String name : names) {
            if (OF_APP.contains(name) || !KNOWN_TO_WECOM.contains(name)) {
                result.add(name);
            }
        }
        return Collections.unmodifiableList(result);
    }

    private static Set<String> known() {
        return union(OFFICIAL, Arrays.asList(
                "checkJsApi", "getLocalImgData", "openAddress", "consumeAndShareCard", "chooseWXPay",
                "openEnterpriseRedPacket", "startSearchBeacons", "stopSearchBeacons", "onSearchBeacons",
                "openEnterpriseChat", "launchMiniProgram", "openBusinessView"));
    }

    @SafeVarargs
    private static Set<String> union(Collection<String>... lists) {
        Set<String> names = new LinkedHashSet<>();
        for (Collection<String> list : lists) {
            names.addAll(list);
        }
        return names;
    }
}
