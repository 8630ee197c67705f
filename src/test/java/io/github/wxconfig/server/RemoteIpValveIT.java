package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wxconfig.simulator.WeChatSimulator;
import org.junit.jupiter.api.Test;

/**
 * Tomcat told by its own valve what the proxy saw: the request then says so itself, it comes from the visitor's address,
 * and the proxy's headers, which anybody could have sent, are not looked at.
 */
class RemoteIpValveIT {

    @Test
    void theValveDecides() {
        try (WeChatSimulator weChat = WeChatSimulator.start();
                Tomcat tomcat = new Tomcat(Distribution.TOMCAT_10, JavaHome.ofThisBuild(), "remote-ip-valve")) {
            tomcat.edit("conf/server.xml", "</Host>",
                    "<Valve className='org.apache.catalina.valves.RemoteIpValve' protocolHeader='X-Forwarded-Proto'/></Host>");
            tomcat.deploy(TestPages.ordinary("shop").jar(Era.JAKARTA.jar()));
            tomcat.with("wxconfig.appid", "wx0123456789abcdef").with("wxconfig.apiBase", weChat.baseUrl())
                    .withVariable("WXCONFIG_SECRET", "secret").start();
            SignedPage.fetch(tomcat, weChat, "/shop/index.jsp?a=b");
            for (String target : new String[] {"/shop/index.jsp?a=b", "/shop/forward.jsp?c=d"}) {
                Answer answer = tomcat.get(target, SignedPage.WECHAT, "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: evil.example.com", "X-Forwarded-Prefix: /evil", "Forwarded: host=evil.example.com");
                assertEquals(200, answer.status());
                SignedPage.in(answer).assertAccepted(weChat, "https://localhost" + target);
            }
        }
    }
}
