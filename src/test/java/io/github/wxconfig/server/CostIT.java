package io.github.wxconfig.server;

import io.github.wxconfig.simulator.WeChatSimulator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the jar adds to the start of an application: measured and printed, not judged, because the machine has its say. */
@Tag("matrix")
class CostIT {

    private static final int STARTS = 21;

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_9", "TOMCAT_10"})
    void printsWhatTheStartOfAnApplicationTakes(Distribution distribution) {
        try (WeChatSimulator weChat = WeChatSimulator.start();
                Tomcat tomcat = new Tomcat(distribution, JavaHome.ofThisBuild(), "cost-" + distribution)) {
            tomcat.with("wxconfig.apiBase", weChat.baseUrl()).with("wxconfig.appid", "wxcost")
                    .withVariable("WXCONFIG_SECRET", "s");
            tomcat.deploy(TestPages.ordinary("plain"));
            tomcat.deploy(TestPages.ordinary("jarred").jar(distribution.era.jar()));
            tomcat.start();
            List<Double> plain = new ArrayList<>();
            List<Double> jarred = new ArrayList<>();
            for (int i = 0; i < STARTS; i++) {
                plain.add(start(tomcat, "plain"));
                jarred.add(start(tomcat, "jarred"));
            }
            double without = median(plain);
            double with = median(jarred);
            System.out.printf("Start of an application on Tomcat %s: %.0f ms without the jar, %.0f ms with it,"
                    + " %.1f times as long, %.0f ms more (medians of %d)%n",
                    distribution.version(), without, with, with / without, with - without, STARTS);
        }
    }

    private static double start(Tomcat tomcat, String app) {
        tomcat.manager("stop?path=/" + app);
        long from = System.nanoTime();
        tomcat.manager("start?path=/" + app);
        return (System.nanoTime() - from) / 1e6;
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
