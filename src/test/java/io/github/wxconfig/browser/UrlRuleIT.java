package io.github.wxconfig.browser;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wxconfig.wechat.Signer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which URL a client verifies against after {@code history.pushState}: that of loading on iOS in WeChat, everywhere else the
 * current one.
 */
class UrlRuleIT {

    private static final boolean LANDING = true;
    private static final boolean CURRENT = false;

    @TempDir
    Path folder;

    @BeforeAll
    static void programs() {
        Needed.isThere(Chromium.problem());
    }

    private static Map<String, Boolean> agents() {
        Map<String, Boolean> agents = new LinkedHashMap<>();
        String ios = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                + "Mobile/15E148 ";
        String mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0 "
                + "Safari/537.36 ";
        String windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0 "
                + "Safari/537.36 ";
        String android = "Mozilla/5.0 (Linux; Android 14; 2201123C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0 "
                + "XWEB/1160117 MMWEBSDK/20240404 ";
        String harmony = "Mozilla/5.0 (Phone; OpenHarmony 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0 "
                + "Safari/537.36 ArkWeb/4.1.6.1 Mobile ";
        agents.put(ios + "MicroMessenger/8.0.48(0x1800302c) NetType/WIFI Language/zh_CN", LANDING);
        agents.put(ios.replace("iPhone; CPU iPhone OS", "iPad; CPU OS") + "MicroMessenger/8.0.48(0x1800302c) NetType/WIFI",
                LANDING);
        agents.put(ios.replace("iPhone;", "iPod touch;") + "MicroMessenger/8.0.48(0x1800302c)", LANDING);
        agents.put(ios + "MicroMessenger/8.0.48(0x1800302c) NetType/WIFI miniProgram/wx0123456789abcdef", LANDING);
        agents.put(android + "MicroMessenger/8.0.49.2600(0x28003133) WeChat/arm64 Weixin NetType/WIFI", CURRENT);
        agents.put(android + "MicroMessenger/8.0.49.2600(0x28003133) Weixin NetType/WIFI miniProgram/wx0123456789abcdef",
                CURRENT);
        agents.put(harmony + "MicroMessenger/8.0.9.39(0xf3100927) Weixin NetType/WIFI Language/zh_CN", CURRENT);
        agents.put(windows + "MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090a13) "
                + "UnifiedPCWindowsWechat(0xf2541a35) XWEB/19977 Flue", CURRENT);
        agents.put(windows + "MicroMessenger/7.0.20.1781(0x6700143B) MiniProgramEnv/Windows WindowsWechat/WMPF", CURRENT);
        agents.put(mac + "MicroMessenger/6.8.0(0x16080000) MacWechat/3.8.7(0x13080710) UnifiedPCMacWechat(0xf2641c1d) XWEB/19024",
                CURRENT);
        agents.put(mac + "MicroMessenger/6.8.0(0x16080000) MiniProgramEnv/Mac MacWechat/WMPF", CURRENT);
        agents.put(ios + "wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh ColorScheme/Light wwmver/3.26.13.714", CURRENT);
        agents.put(ios.replace("iPhone; CPU iPhone OS", "iPad; CPU OS") + "wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh",
                CURRENT);
        agents.put(ios + "wxworklocal/3.3.0 wxwork/4.0.0 MicroMessenger/7.0.1", CURRENT);
        agents.put(android + "wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh", CURRENT);
        agents.put(windows + "wxwork/4.1.10 (MicroMessenger/6.2) WindowsWechat", CURRENT);
        agents.put(mac + "wxwork/3.1.8 (MicroMessenger/6.2) WeChat/2.0.4", CURRENT);
        return agents;
    }

    @Test
    void eachClientGetsASignatureForTheUrlThatItKnows() throws Exception {
        try (PageTour tour = new PageTour(folder.resolve("chromium"))) {
            List<Executable> promises = new ArrayList<>();
            int number = 0;
            for (Map.Entry<String, Boolean> agent : agents().entrySet()) {
                String landing = PageTour.SITE + "/" + number++ + "/page";
                PageTour.Page page = tour.page(agent.getKey(),
                        "<!DOCTYPE html><html><head><script>Object.defineProperty(navigator, 'userAgent',"
                        + " {value: '" + agent.getKey() + "'});</script>" + PageTour.PROBE + PageTour.US
                        + "<script>var hold = 1; history.pushState(null, '', '/route?x=1'); setTimeout(function () { hold = "
                        + "0; }, 1500);</script></head><body>x</body></html>").spa();
                promises.add(() -> assertSignedFor(agent.getValue() ? landing : PageTour.SITE + "/route?x=1", page));
            }
            tour.run();
            assertAll(promises);
        }
    }

    private static void assertSignedFor(String url, PageTour.Page page) {
        String[] configs = page.saw("verified").split(", ");
        String[] config = configs[configs.length - 1].split(" ");
        assertEquals(new Signer("ticket").sign(config[0], Long.parseLong(config[1]), url), config[2], () -> "signed for " + url
                + ": " + page);
    }
}
