package io.github.wxconfig.jar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What classes ask of their surroundings by calls into the JDK, where the answer may be meant for somebody else. */
final class Questions {

    private static final Pattern CALL = Pattern.compile("(?:java/lang/(?:Class|ClassLoader|Thread)\\.(?:forName"
            + "|getResource|getResources|getResourceAsStream|getSystem\\w+|getContextClassLoader)"
            + "|java/lang/System\\.(?:getProperty|getProperties|getenv|getSecurityManager|load|loadLibrary|exit)"
            + "|java/lang/Runtime\\.(?:addShutdownHook|exec|load|loadLibrary|exit|halt)"
            + "|java/lang/(?:Boolean\\.getBoolean|Integer\\.getInteger|Long\\.getLong)"
            + "|java/lang/management/ManagementFactory\\.\\w+|javax/management/MBeanServer\\.\\w+"
            + "|java/util/(?:ServiceLoader\\.load\\w*|ResourceBundle\\.getBundle|Locale\\.getDefault|TimeZone\\.getDefault)"
            + "|java/util/logging/(?:Logger\\.getLogger|LogManager\\.\\w+)"
            + "|java/time/ZoneId\\.systemDefault|java/nio/charset/Charset\\.defaultCharset"
            + "|java/security/Security\\.\\w+|java/sql/DriverManager\\.\\w+|java/net/(?:ProxySelector|Authenticator)\\.\\w+"
            + "|javax/xml/\\S+\\.newInstance|javax/(?:naming|script)/\\S+)");

    private Questions() {
    }

    /** As in {@code System.getProperty}. */
    static Set<String> of(ClassFile type) {
        Set<String> questions = new TreeSet<>();
        type.calls().stream().filter(CALL.asMatchPredicate()).map(call -> call.replaceFirst(".*/", "")).forEach(questions::add);
        if (type.constants().contains("javax.naming.InitialContext")) {
            questions.add("InitialContext"); // by reflection
        }
        return questions;
    }

    /**
     * The list of those that have an answer: lines as in {@code example.Type: System.getProperty}, an exclamation mark before
     * unused types.
     */
    static List<String> answered() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Questions.class.getResourceAsStream("questions.txt"), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those types without which the libraries do what we ask of them. */
    static List<String> unused() {
        return answered().stream().filter(line -> line.startsWith("!")).map(line -> line.substring(1, line.indexOf(':')))
                .toList();
    }
}
