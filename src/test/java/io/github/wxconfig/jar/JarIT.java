package io.github.wxconfig.jar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/** The finished jars, opened: what is inside is ours or relocated, for Java 8, of one era, and licensed. */
class JarIT {

    private static final String OURS = "io/github/wxconfig/";
    private static final String LIB = "io.github.wxconfig.lib.";
    private static final String ARCHIVE = OURS + "libraries/libraries.jar";
    /** For servers of the other era, and so the one class that speaks to them. */
    private static final String WRONG_JAR = OURS + "WrongJarInitializer.class";

    /** The packages that were bundled, where a name or the type in a descriptor begins. */
    private static final Pattern UNRELOCATED = Pattern.compile("(?:^|[^./\\w]|[ZBCSIJFDV]L)"
            + "(org[./](ehcache|terracotta|slf4j|json|eclipse[./](yasson|parsson)|apache[./]commons[./]pool2)"
            + "|com[./](terracottatech|google[./]gson)|jakarta[./]json|redis[./]clients)[./][\\w$]");

    enum Era {
        JAKARTA("jakarta", "javax", "https://jakarta.ee/xml/ns/jakartaee"),
        JAVAX("javax", "jakarta", "http://java.sun.com/xml/ns/javaee");

        final String name;
        final String other;
        final String namespace;

        Era(String name, String other, String namespace) {
            this.name = name;
            this.other = other;
            this.namespace = namespace;
        }

        File file() {
            File file = new File(System.getProperty("jar." + name));
            assertTrue(file.isFile(), "[" + file + "] is not there; run `mvn verify`");
            return file;
        }

        /** What a container sees. */
        TreeMap<String, byte[]> shown() throws IOException {
            try (InputStream in = new FileInputStream(file())) {
                return entries(in);
            }
        }

        /** What lies in the archive that only our loader opens. */
        TreeMap<String, byte[]> bundled() throws IOException {
            return entries(new ByteArrayInputStream(shown().get(ARCHIVE)));
        }

        TreeMap<String, byte[]> entries() throws IOException {
            TreeMap<String, byte[]> entries = shown();
            entries.putAll(bundled());
            entries.remove(ARCHIVE);
            return entries;
        }

        static TreeMap<String, byte[]> entries(InputStream in) throws IOException {
            TreeMap<String, byte[]> entries = new TreeMap<>();
            ZipInputStream zip = new ZipInputStream(in);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), zip.readAllBytes());
                }
            }
            return entries;
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsNothingOutsideItsOwnPackage(Era era) throws IOException {
        List<String> strangers = era.entries().keySet().stream()
                .filter(name -> !name.startsWith(OURS) && !name.startsWith("META-INF/")).toList();
        assertEquals(List.of(), strangers);
    }

    @ParameterizedTest
    @EnumSource
    void showsContainersNoClassOfALibrary(Era era) throws IOException {
        List<String> shown = era.shown().keySet().stream().filter(JarIT::isClass).toList();
        assertTrue(era.shown().keySet().stream().noneMatch(name -> name.contains(LIB) || name.startsWith(LIB.replace('.', '/'))),
                shown::toString);
        assertTrue(shown.size() < 300, "classes that are read whenever an application starts: " + shown.size());
    }

    /** A class sees only what its own loader sees. */
    @ParameterizedTest
    @EnumSource
    void keepsOurClassesThatUseALibraryWithTheLibraries(Era era) throws IOException {
        for (var entry : era.shown().entrySet()) {
            if (isClass(entry.getKey())) {
                assertTrue(classFile(entry.getValue()).constants().stream()
                        .noneMatch(constant -> constant.contains(LIB.replace('.', '/'))
                        && !constant.equals(LIB.replace('.', '/'))), entry.getKey());
            }
        }
        Set<String> both = era.shown().keySet();
        both.retainAll(era.bundled().keySet());
        assertEquals(Set.of(OURS + "store/RedisUrl.class"), both);
    }

    /** In a packed WAR, whoever looks for a class reads through all that comes before it. */
    @ParameterizedTest
    @EnumSource
    void endsWithTheArchive(Era era) throws IOException {
        try (JarFile jar = new JarFile(era.file())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            assertEquals(ARCHIVE, names.get(names.size() - 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheSimulatorOut(Era era) throws IOException {
        assertTrue(era.entries().keySet().stream().noneMatch(name -> name.contains("/simulator/")));
    }

    @ParameterizedTest
    @EnumSource
    void runsOnJava8(Era era) throws IOException {
        int classes = 0;
        for (var entry : era.entries().entrySet()) {
            if (isClass(entry.getKey())) {
                classes++;
                assertTrue(classFile(entry.getValue()).majorVersion() <= ClassFile.JAVA_8, entry.getKey());
            }
        }
        assertTrue(classes > 1000, "only " + classes + " classes: are the dependencies inside?");
    }

    @ParameterizedTest
    @EnumSource
    void namesNoBundledPackageByItsOldName(Era era) throws IOException {
        List<String> names = constantsThatMatch(era, UNRELOCATED);
        names.removeIf(constant -> constant.indexOf(' ') >= 0); // a sentence for people
        assertEquals(List.of(), names);
    }

    @ParameterizedTest
    @EnumSource
    void namesTheServletApiOfTheOtherEraInOneClassAlone(Era era) throws IOException {
        List<String> names = constantsThatMatch(era, servletsOf(era.other));
        assertTrue(names.removeIf(constant -> constant.startsWith("\n" + WRONG_JAR)), "WrongJarInitializer is for the other era");
        assertEquals(List.of(), names);
        assertTrue(constantsThatMatch(era, servletsOf(era.name)).stream()
                .noneMatch(constant -> constant.startsWith("\n" + WRONG_JAR)));
    }

    private static Pattern servletsOf(String era) {
        return Pattern.compile("\\b" + era + "[./]servlet\\b");
    }

    @ParameterizedTest
    @EnumSource
    void namesTheOtherJarWhereThatIsNeeded(Era era) throws Exception {
        File here = era.file();
        Era other = era == Era.JAKARTA ? Era.JAVAX : Era.JAKARTA;
        try (URLClassLoader loader = new URLClassLoader(new URL[] {here.toURI().toURL()}, null)) {
            assertEquals("[" + here.getName() + "] is the wrong jar for this server: it is made for " + era.name
                            + ".servlet, and here servlets are in " + era.other + ".servlet. Take [" + other.file().getName()
                            + "] instead",
                    loader.loadClass("io.github.wxconfig.JarVariant").getMethod("remedy").invoke(null));
        }
    }

    /**
     * Java 24 warns of it. What is here measures objects in bytes, and makes them without a constructor; nobody asks for that.
     */
    @ParameterizedTest
    @EnumSource
    void namesUnsafeOnlyWhereNobodyGoes(Era era) throws IOException {
        assertEquals(List.of("org/ehcache/sizeof/impl/UnsafeSizeOf", "com/google/gson/internal/UnsafeAllocator").stream()
                        .map(name -> OURS + "lib/" + name).sorted().toList(),
                constantsThatMatch(era, Pattern.compile("\\bsun[./]misc[./]Unsafe\\b")).stream()
                        .map(constant -> constant.trim().replaceFirst("[.$].*", "")).distinct().sorted().toList());
    }

    /** They log what they cannot read, tokens too; so each one is silenced by name. */
    @ParameterizedTest
    @EnumSource
    void knowsEveryClassOfTheJsonLibrariesThatLogs(Era era) throws IOException {
        String binding = LIB.replace('.', '/') + "org/eclipse/yasson/";
        List<String> loggers = new ArrayList<>();
        for (var entry : era.entries().entrySet()) {
            String name = entry.getKey();
            if (isClass(name) && name.matches("\\Q" + LIB.replace('.', '/') + "\\E(org/eclipse|jakarta/json)/.*")
                    && classFile(entry.getValue()).constants().contains("getLogger")) {
                loggers.add(name.replace(binding, "").replaceAll("\\.class$", "").replace('/', '.'));
            }
        }
        // Yasson's factory logs in the name of the interface
        loggers.replaceAll(name -> name.equals("internal.components.JsonbComponentInstanceCreatorFactory")
                ? "spi.JsonbComponentInstanceCreator" : name);
        List<String> silenced = classFile(era.entries().get(OURS + "wechat/JsonBinding.class")).constants();
        assertEquals(List.of(), loggers.stream().filter(name -> !silenced.contains(name)).toList());
        assertEquals(9, loggers.size(), loggers::toString);
    }

    /** What a library asks its surroundings is answered for whoever else is there; questions.txt says why that does no harm. */
    @ParameterizedTest
    @EnumSource
    void asksItsSurroundingsNothingWithoutAnAnswer(Era era) throws IOException {
        TreeMap<String, Set<String>> asked = new TreeMap<>();
        for (var entry : era.bundled().entrySet()) {
            if (isClass(entry.getKey())) {
                Set<String> questions = Questions.of(classFile(entry.getValue()));
                if (!questions.isEmpty()) {
                    asked.computeIfAbsent(entry.getKey().replaceFirst("(\\$.*)?\\.class$", "").replace('/', '.'),
                            type -> new TreeSet<>()).addAll(questions);
                }
            }
        }
        assertEquals(Questions.answered().stream().map(line -> line.replace("!", "")).sorted().collect(Collectors.joining("\n")),
                asked.entrySet().stream().map(type -> type.getKey() + ": " + String.join(", ", type.getValue()))
                        .sorted().collect(Collectors.joining("\n")));
    }

    /** An option that the application sets for its own copy of a library is not for ours. */
    @ParameterizedTest
    @EnumSource
    void namesNoSystemPropertyOfALibraryByItsOldName(Era era) throws IOException {
        assertEquals(List.of(), constantsThatMatch(era,
                Pattern.compile("^(jedis|gson|slf4j|parsson|yasson|ehcache|terracotta)\\.\\w+(\\.\\w+)*$")));
    }

    @ParameterizedTest
    @EnumSource
    void servicesNameRelocatedClassesThatAreThere(Era era) throws IOException {
        var entries = era.entries();
        List<String> services = entries.keySet().stream().filter(name -> name.startsWith("META-INF/services/")).toList();
        assertTrue(services.contains("META-INF/services/" + era.name + ".servlet.ServletContainerInitializer"),
                services::toString);
        String wrongJar = "META-INF/services/" + era.other + ".servlet.ServletContainerInitializer";
        assertEquals("io.github.wxconfig.WrongJarInitializer", text(entries.get(wrongJar)).trim());
        for (String service : services) {
            String type = service.substring("META-INF/services/".length());
            assertTrue(type.startsWith(LIB) || type.startsWith(era.name + ".servlet.") || service.equals(wrongJar), service);
            for (String provider : text(entries.get(service)).split("\\R")) {
                if (!provider.isBlank()) {
                    assertNotNull(entries.get(provider.replace('.', '/') + ".class"), service + " names " + provider);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fragmentIsOfItsEraAndNamesNoClass(Era era) throws Exception {
        var entries = era.entries();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Element fragment = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(entries.get("META-INF/web-fragment.xml"))).getDocumentElement();
        assertEquals(era.namespace, fragment.getNamespaceURI());
        assertEquals("true", fragment.getAttribute("metadata-complete"));
        assertEquals("wxconfig", fragment.getElementsByTagNameNS("*", "name").item(0).getTextContent());
        assertFalse(text(entries.get("META-INF/web-fragment.xml")).contains("-class>"),
                "a class would stop the application in a server of the other era");
    }

    @ParameterizedTest
    @EnumSource
    void tellsSpringBootOfAnAutoConfigurationThatIsThere(Era era) throws IOException {
        var entries = era.entries();
        String type = text(entries.get("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"))
                .strip();
        assertEquals("org.springframework.boot.autoconfigure.EnableAutoConfiguration=" + type,
                text(entries.get("META-INF/spring.factories")).strip());
        assertTrue(classFile(entries.get(type.replace('.', '/') + ".class")).constants()
                .contains(era.name + "/servlet/ServletContext"));
    }

    @ParameterizedTest
    @EnumSource
    void knowsSpringBootInOnePackageOnly(Era era) throws IOException {
        List<String> places = constantsThatMatch(era, Pattern.compile("org/springframework"));
        assertEquals(List.of(), places.stream().filter(place -> !place.startsWith("\n" + OURS + "spring/")).toList());
    }

    @ParameterizedTest
    @EnumSource
    void bringsTheLicenceOfEveryLibraryInItAndOfNoOther(Era era) throws IOException {
        var entries = era.shown();
        assertTrue(text(entries.get("META-INF/LICENSE")).contains("Apache License"));
        assertTrue(thirdParties(era).contains("Permission is hereby granted, free of charge"), "the MIT licence");
        assertTrue(text(entries.get("META-INF/licenses/yasson/LICENSE.md")).contains("Eclipse Public License"));
        Set<String> artifacts = rows(era, "Library", "Maven artifact").stream()
                .map(JarIT::artifact).collect(Collectors.toSet());
        for (String name : entries.keySet()) {
            if (name.startsWith("META-INF/licenses/") && !name.endsWith("/THIRD-PARTY.txt")) {
                assertTrue(artifacts.contains(name.split("/")[2]), "not bundled: " + name);
            }
        }
        Set<String> licensed = rows(era, "Library", "Licence").stream().map(row -> row.get(0)).collect(Collectors.toSet());
        assertEquals(rows(era, "Library", "Maven artifact").stream().map(row -> row.get(0).replaceFirst("^with | NOP$", ""))
                .collect(Collectors.toCollection(TreeSet::new)), new TreeSet<>(licensed));
    }

    @ParameterizedTest
    @EnumSource
    void listsTheLibrariesInItAndNoOther(Era era) throws IOException {
        Set<String> packages = rows(era, "Library", "Maven artifact").stream()
                .map(row -> LIB.replace('.', '/') + row.get(3).replace('.', '/') + "/").collect(Collectors.toSet());
        Set<String> found = new TreeSet<>();
        for (String name : era.bundled().keySet()) {
            if (isClass(name) && name.startsWith(LIB.replace('.', '/'))) {
                found.add(packages.stream().filter(name::startsWith).max(Comparator.comparing(String::length))
                        .orElseThrow(() -> new AssertionError("of no library in the list: " + name)));
            }
        }
        assertEquals(new TreeSet<>(packages), found);
    }

    /** Compared with the libraries as they come: whatever is in their jars and not in ours stands in the list. */
    @ParameterizedTest
    @EnumSource
    void saysWhatOfALibraryItLeavesOut(Era era) throws IOException {
        Set<String> here = era.entries().keySet();
        List<List<String>> leftOut = rows(era, "From", "Files");
        Set<List<String>> used = new HashSet<>();
        for (var original : originals(era).entrySet()) {
            List<String> row = original.getKey();
            String licences = "META-INF/licenses/" + artifact(row) + "/";
            try (InputStream in = original.getValue().openStream()) {
                for (String name : Era.entries(in).keySet()) {
                    if (here.contains(LIB.replace('.', '/') + name)
                            || name.startsWith("META-INF/services/")
                            && here.contains(name.replace("services/", "services/" + LIB))
                            || name.matches("META-INF/(LICENSE|NOTICE)[^/]*")
                            && here.contains(name.replace("META-INF/", licences))) {
                        continue;
                    }
                    List<List<String>> told = leftOut.stream()
                            .filter(line -> (line.get(0).equals("all") || line.get(0).equals(row.get(0)))
                            && name.matches("\\Q" + line.get(1).replace("*", "\\E.*\\Q") + "\\E")).toList();
                    assertFalse(told.isEmpty(), "left out of " + row.get(0) + ", and not said: " + name);
                    used.addAll(told);
                }
            }
        }
        assertEquals(Set.copyOf(leftOut), used);
    }

    /** A scanner that does not open the archive within the jar reads this. */
    @ParameterizedTest
    @EnumSource
    void tellsScannersWhatIsBundled(Era era) throws Exception {
        byte[] inside = era.shown().get("META-INF/sbom/bom.json");
        JsonObject bom = Json.createReader(new ByteArrayInputStream(inside)).readObject();
        assertEquals("CycloneDX", bom.getString("bomFormat"));
        JsonObject ours = bom.getJsonObject("metadata").getJsonObject("component");
        assertEquals("wxconfig-filter", ours.getString("name"));
        try (JarFile jar = new JarFile(era.file())) {
            assertEquals(jar.getManifest().getMainAttributes().getValue("Implementation-Version"), ours.getString("version"));
        }
        Set<String> components = new TreeSet<>();
        for (JsonObject component : bom.getJsonArray("components").getValuesAs(JsonObject.class)) {
            String name = component.getString("group") + ":" + component.getString("name");
            assertTrue(component.getString("purl").startsWith("pkg:maven/" + name.replace(':', '/') + "@"), component::toString);
            components.add(name + " " + component.getString("version") + " "
                    + component.getJsonArray("hashes").getValuesAs(JsonObject.class).stream()
                    .filter(hash -> hash.getString("alg").equals("SHA-256")).findAny().orElseThrow().getString("content"));
        }
        Set<String> bundled = new TreeSet<>();
        for (var original : originals(era).entrySet()) {
            try (InputStream in = original.getValue().openStream()) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
                bundled.add(original.getKey().get(1) + " " + original.getKey().get(2) + " " + HexFormat.of().formatHex(hash));
            }
        }
        assertEquals(bundled, components, "`mvn -Psbom generate-sources` writes the list anew");
        assertFalse(bom.containsKey("serialNumber") || bom.getJsonObject("metadata").containsKey("timestamp"),
                "not the same in every build");
        assertFalse(new String(inside, StandardCharsets.UTF_8).contains("distribution-intake"),
                "where others upload is of no use to anybody");
        File beside = new File(Era.JAKARTA.file().getPath().replaceFirst("\\.jar$", "-cyclonedx.json"));
        assertArrayEquals(Files.readAllBytes(beside.toPath()), inside);
    }

    /** The libraries as they come, by their rows of the list. */
    private static Map<List<String>, URL> originals(Era era) throws IOException {
        Map<List<String>, URL> originals = new HashMap<>();
        List<List<String>> rows = rows(era, "Library", "Maven artifact").stream().filter(row -> row.get(1).contains(":"))
                .toList();
        for (URL manifest : Collections.list(JarIT.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            String jar = manifest.getPath().replaceFirst("!/META-INF/MANIFEST.MF$", "");
            for (List<String> row : rows) {
                if (jar.endsWith("/" + artifact(row) + "-" + row.get(2) + ".jar")) {
                    originals.put(row, new URL(jar));
                }
            }
        }
        assertEquals(Set.copyOf(rows), originals.keySet());
        return originals;
    }

    private static String artifact(List<String> row) {
        return row.get(1).replaceFirst(".*:", "");
    }

    private static String thirdParties(Era era) throws IOException {
        return text(era.shown().get("META-INF/licenses/THIRD-PARTY.txt"));
    }

    /** A table of THIRD-PARTY.txt, without its heading, which begins with these columns. */
    private static List<List<String>> rows(Era era, String... heading) throws IOException {
        List<List<String>> rows = thirdParties(era).lines()
                .dropWhile(line -> !line.matches(String.join(" {2,}", heading) + " .*"))
                .skip(1).takeWhile(line -> !line.isEmpty()).map(line -> List.of(line.strip().split(" {2,}"))).toList();
        assertFalse(rows.isEmpty(), "no table of " + List.of(heading));
        return rows;
    }

    @Test
    void bothErasHoldTheSameClasses() throws IOException {
        assertEquals(classNames(Era.JAKARTA), classNames(Era.JAVAX));
    }

    @ParameterizedTest
    @EnumSource
    void isSmall(Era era) {
        long size = new File(System.getProperty("jar." + era.name)).length();
        System.out.println(era.name + " jar: " + size + " bytes");
        assertTrue(size < 3_500_000, size + " bytes");
    }

    private static List<String> constantsThatMatch(Era era, Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (var entry : era.entries().entrySet()) {
            if (isClass(entry.getKey())) {
                classFile(entry.getValue()).constants().stream().filter(pattern.asPredicate())
                        .forEach(constant -> found.add("\n" + entry.getKey() + ":" + constant));
            }
        }
        return found;
    }

    private static List<String> classNames(Era era) throws IOException {
        return era.entries().keySet().stream().filter(JarIT::isClass).collect(Collectors.toList());
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class");
    }

    private static ClassFile classFile(byte[] bytes) throws IOException {
        return ClassFile.read(new ByteArrayInputStream(bytes));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
