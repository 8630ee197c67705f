package io.github.wxconfig.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "WECHAT|Mozilla/5.0 (Linux; Android 14) Chrome/116.0 XWEB/1160117 MMWEBSDK/20240404 "
                + "MicroMessenger/8.0.49.2600(0x28003133) WeChat/arm64",
        "WECHAT|Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 "
        + "MicroMessenger/8.0.48(0x1800302c)",
        "WECHAT|Mozilla/5.0 (Phone; OpenHarmony 5.1) ArkWeb/4.1.6.1 Mobile MicroMessenger/8.0.9.39(0xf3100927) Weixin "
        + "NetType/WIFI",
        "WECHAT|Mozilla/5.0 (Windows NT 10.0) MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090a13) XWEB/19977 Flue",
        "WECHAT|Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) MicroMessenger/6.8.0(0x16080000) MacWechat/3.8.7 XWEB/1",
        "WECHAT|Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.49 miniProgram/wx1",
        "WECOM|Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh "
        + "ColorScheme/Light",
        "WECOM|Mozilla/5.0 (Windows NT 10.0) wxwork/4.1.10 (MicroMessenger/6.2) WindowsWechat",
        "WECOM|Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) wxwork/3.1.8 (MicroMessenger/6.2) WeChat/2.0.4",
        "WECOM|Mozilla/5.0 wxworklocal/3.3.0 wxwork/4.0.0 MicroMessenger/7.0.1",
        "OTHER|Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
        "OTHER|Mozilla/5.0 wxwork/4.1.22"})
    void isToldByTheUserAgent(Client client, String userAgent) {
        assertEquals(client, Client.of(userAgent));
    }

    @Test
    void isAnotherWithoutOne() {
        assertEquals(Client.OTHER, Client.of(null));
    }
}
