package io.github.wxconfig.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both jars, or two versions of one, in {@code WEB-INF/lib}: the server says so in words that {@code docs/troubleshooting.md}
 * explains.
 */
class TwoJarsIT {

    private static final String WORDS = "More than one fragment with the name [wxconfig] was found";

    @ParameterizedTest
    @CsvSource({"TOMCAT_9,true", "TOMCAT_9,false", "TOMCAT_11,true", "TOMCAT_11,false"})
    void theServersWordsAreInTheDocuments(Distribution distribution, boolean bothEras) throws IOException {
        Path second = bothEras ? distribution.era.other().jar() : older(distribution.era.jar());
        try (Tomcat tomcat = new Tomcat(distribution, JavaHome.ofThisBuild(), "two-jars-" + distribution + "-" + bothEras)) {
            tomcat.deploy(TestPages.ordinary("shop").jar(distribution.era.jar()).jar(second));
            tomcat.start();
            assertEquals(404, tomcat.get("/shop/index.jsp").status(), "the application is not started");
            assertTrue(tomcat.allLogs().contains(WORDS), tomcat::allLogs);
        }
        for (String document : List.of("docs/troubleshooting.md", "docs/troubleshooting.zh-CN.md")) {
            assertTrue(Files.readString(Path.of(document)).contains("More than one fragment with the name [wxconfig]"), document);
        }
    }

    private static Path older(Path jar) throws IOException {
        Path copy = Path.of("target", "older", "wxconfig-filter-0.9.0.jar");
        Files.createDirectories(copy.getParent());
        Files.deleteIfExists(copy);
        return Files.copy(jar, copy);
    }
}
