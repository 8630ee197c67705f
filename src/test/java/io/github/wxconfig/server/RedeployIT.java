package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application that is reloaded in a running Tomcat again and again: nothing of the jar stays behind. */
@Tag("matrix")
class RedeployIT {

    private static final int TIMES = 50;
    /**
     * No JSP: the Eclipse compiler keeps an exception whose stack trace holds the filters of the application for which it
     * first compiled one, whoever's filters they are.
     */
    private static final String PAGE = "/shop/gbk.html";

    private final WeChatSimulator weChat = WeChatSimulator.start();

    @AfterEach
    void close() {
        weChat.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_9", "TOMCAT_10", "TOMCAT_11"})
    void leavesNothingBehind(Distribution distribution) {
        try (Tomcat tomcat = new Tomcat(distribution, JavaHome.ofThisBuild(), distribution.name() + "-redeploy")) {
            tomcat.property("wxconfig.appid", "wx0123456789abcdef");
            tomcat.property("wxconfig.secret", "0123456789abcdef0123456789abcdef");
            tomcat.property("wxconfig.apiBase", weChat.baseUrl());
            tomcat.deploy(TestPages.ordinary("shop").jar(distribution.era.jar()));
            tomcat.start();
            SignedPage.fetch(tomcat, weChat, PAGE);
            int calls = weChat.calls();

            for (int i = 0; i < TIMES; i++) {
                tomcat.manager("reload?path=/shop");
                SignedPage.fetch(tomcat, weChat, PAGE);
            }
            assertEquals(calls, weChat.calls(), "calls to WeChat");
            tomcat.awaitNothing("leaks", () -> leaks(tomcat));

            tomcat.undeploy("shop");
            tomcat.awaitNothing("objects and threads", () -> tomcat.remains("io.github.wxconfig"));
            tomcat.stop();
            // its own
            assertEquals(List.of(), tomcat.warnings().stream().filter(line -> !line.contains("Catalina-utility")).toList());
        }
    }

    private static List<String> leaks(Tomcat tomcat) {
        String said = tomcat.manager("findleaks?statusLine=true");
        return said.startsWith("OK - No memory leaks found") ? List.of() : List.of(said);
    }
}
