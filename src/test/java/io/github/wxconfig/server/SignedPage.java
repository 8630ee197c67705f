package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.Verdict;
import io.github.wxconfig.simulator.WeChatSimulator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an answer's page hands to {@code wx.config}. */
record SignedPage(String appId, long timestamp, String nonceStr, String signature) {

    /** What WeChat's browser says that it is. */
    static final String WECHAT = "User-Agent: Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.49 NetType/WIFI Language/zh_CN";
    static final String DESKTOP = "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";

    private static final Pattern SCRIPT =
            Pattern.compile("appId:\"([^\"]+)\",timestamp:(\\d+),nonceStr:\"(\\w*)\",signature:\"([0-9a-f]{40})\"");

    static boolean isIn(Answer answer) {
        return SCRIPT.matcher(answer.text(StandardCharsets.ISO_8859_1)).find();
    }

    /** The one that is there. */
    static SignedPage in(Answer answer) {
        Matcher script = SCRIPT.matcher(answer.text(StandardCharsets.ISO_8859_1));
        assertTrue(script.find(), "Nothing signed in\n" + answer);
        SignedPage page = new SignedPage(script.group(1), Long.parseLong(script.group(2)), script.group(3), script.group(4));
        assertTrue(!script.find(), "Signed twice:\n" + answer);
        return page;
    }

    /**
     * Fetches a page until it is signed, which the first page after a start may not be, and has the signature checked.
     *
     * @return the last answer
     */
    static Answer fetch(Server server, WeChatSimulator weChat, String target, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = WECHAT;
        Answer answer = server.awaitAnswer(target, SignedPage::isIn, all);
        in(answer).assertAccepted(weChat, server.url(target));
        return answer;
    }

    void assertAccepted(WeChatSimulator weChat, String url) {
        Verdict verdict = weChat.verify(url, appId, timestamp, nonceStr, signature);
        assertTrue(verdict.ok(), verdict::toString);
    }
}
