package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.simulator.WeChatSimulator;
import io.github.wxconfig.wechat.Json;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A JSP that prints its own script, with the request attribute that the operator chose, and asks us for none. */
class OwnScriptIT {

    private static final String PAGE =
            "<%@ page contentType=\"text/html; charset=UTF-8\" session=\"false\" isELIgnored=\"false\" %>"
            + "<% request.setAttribute(\"io.github.wxconfig.skip\", true); %>"
            + "<html><head><title>Own</title><script>wx.config(${wxconfig.json});</script></head>"
            + "<body>${wxconfig.signed} ${wxconfig.appId} ${wxconfig.url}</body></html>";
    private static final Pattern JSON = Pattern.compile("wx\\.config\\((\\{.*?\\})\\);");

    @Test
    void theAttributeIsSignedForThePage() {
        try (WeChatSimulator weChat = WeChatSimulator.start();
                Tomcat tomcat = new Tomcat(Distribution.TOMCAT_10, JavaHome.ofThisBuild(), "own-script")) {
            tomcat.deploy(TestPages.ordinary("shop").jar(Era.JAKARTA.jar()).file("own.jsp", PAGE)
                    .file("outer.jsp", "<jsp:forward page=\"/own.jsp\"/>"));
            tomcat.with("wxconfig.appid", "wx0123456789abcdef").with("wxconfig.apiBase", weChat.baseUrl())
                    .with("wxconfig.attribute", "wxconfig").withVariable("WXCONFIG_SECRET", "secret").start();
            SignedPage.fetch(tomcat, weChat, "/shop/index.jsp");
            for (String target : new String[] {"/shop/own.jsp?a='b'", "/shop/outer.jsp?a=%3C/script%3E"}) {
                Answer answer = tomcat.get(target, SignedPage.WECHAT);
                assertFalse(SignedPage.isIn(answer), "ours was not wanted");
                Matcher matcher = JSON.matcher(answer.text());
                assertTrue(matcher.find(), answer::toString);
                Map<String, Object> config = Json.readObject(matcher.group(1));
                new SignedPage((String) config.get("appId"), Long.parseLong(config.get("timestamp").toString()),
                        (String) config.get("nonceStr"), (String) config.get("signature"))
                        .assertAccepted(weChat, tomcat.url(target));
                assertEquals(tomcat.url(target), config.get("url"));
                assertTrue(answer.text().contains("<body>true wx0123456789abcdef http://localhost"), answer::toString);
            }
        }
    }
}
