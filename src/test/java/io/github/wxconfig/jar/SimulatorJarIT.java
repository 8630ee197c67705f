package io.github.wxconfig.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The finished simulator, in an application's tests: it meets no library of theirs, and they none of its. */
class SimulatorJarIT {

    private static final String OURS = "io/github/wxconfig/simulator/";
    private static final File FILE = new File(System.getProperty("jar.simulator"));

    @Test
    void holdsNothingOutsideItsOwnPackageAndRunsOnJava8() throws Exception {
        try (JarFile jar = new JarFile(FILE)) {
            List<String> names = jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
            assertEquals(List.of(), names.stream().filter(name -> !name.startsWith(OURS)
                    && !name.matches("META-INF/(MANIFEST.MF|LICENSE|licenses/.*)")).toList());
            for (String name : names) {
                if (name.endsWith(".class")) {
                    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
                        assertTrue(ClassFile.read(in).majorVersion() <= ClassFile.JAVA_8, name);
                    }
                }
            }
            assertTrue(names.contains("META-INF/licenses/parsson/LICENSE.md"), names::toString);
            assertEquals("io.github.wxconfig.simulator.WeChatSimulator",
                    jar.getManifest().getMainAttributes().getValue("Main-Class"));
        }
    }

    @Test
    void worksAlone() throws Exception {
        try (URLClassLoader alone = new URLClassLoader(new URL[] {FILE.toURI().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = alone.loadClass("io.github.wxconfig.simulator.WeChatSimulator");
            try (AutoCloseable simulator = (AutoCloseable) type.getMethod("start").invoke(null)) {
                String answer = post(type.getMethod("baseUrl").invoke(simulator) + "/cgi-bin/stable_token",
                        "{\"grant_type\":\"client_credential\",\"appid\":\"wx1\",\"secret\":\"s\"}");
                assertTrue(answer.matches("\\{\"access_token\":\"[\\w-]+\",\"expires_in\":\\d+}"), answer);
            }
        }
    }

    private static String post(String url, String body) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
