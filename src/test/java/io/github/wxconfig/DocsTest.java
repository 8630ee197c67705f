package io.github.wxconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.settings.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents refer to nothing that is not there, say the same in both languages, and explain whatever users see. */
class DocsTest {

    private static final String CHINESE = ".zh-CN.md";
    private static final Set<String> ENGLISH_ALONE = Set.of("decisions.md", "releasing.md", "upgrading.md", "CHANGELOG.md",
            "CONTRIBUTING.md", "SECURITY.md");
    private static final Pattern LINK =
            Pattern.compile("\\[(?:[^\\[\\]]|\\[[^\\]]*])*]\\(([^()\\s]*)\\)|(?:src|href)=\"([^\"]*)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) +(.*?) *$");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w.-])wxconfig\\.([a-zA-Z][\\w-]*)(?![\\w(]|\\.\\w)");
    private static final Pattern VARIABLE = Pattern.compile("\\bWXCONFIG_(?:(?:SHOP|SCHOOL)_)?([A-Z_]+)\\b");
    private static final Pattern CLASS = Pattern.compile(
            "(?<![\\w/.])(?:io\\.github\\.wxconfig\\.(?:[a-z]+\\.)*)?"
            + "([A-Z]\\w*(?:Test|IT|Contract|Benchmark))(?:\\.([a-z]\\w*))?\\b"
            + "|io\\.github\\.wxconfig\\.((?:[a-z]+\\.)*[A-Z]\\w*)");
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/.:-])((?:src|docs|examples|\\.ci|\\.github)/[\\w./-]*\\w)(?![\\w*…])");
    private static final Pattern JAR = Pattern.compile("wxconfig-filter-([^\\s`\"*]+?)\\.(?:jar|war)");
    private static final Pattern PROOF =
            Pattern.compile("`(?:(\\w+)\\.)??(?:(\\w+(?:Test|IT|Contract))|(?=\\.))(?:\\.(\\w+))?`");
    /** Properties that are not options: a member of {@code window.wxconfig}, or for the build and the tests alone. */
    private static final Set<String> NO_OPTIONS = Set.of("config", "url", "resign", "configcalls", "updatedocs", "json", "signed",
            "properties");

    @TempDir
    Path scratch;

    @Test
    void everyLinkAndAnchorResolves() throws IOException {
        assertNone(faults(documents(), DocsTest::brokenLinks));
    }

    @Test
    void everyOptionExists() throws IOException {
        assertNone(faults(documents(), DocsTest::unknownOptions));
    }

    @Test
    void everyFileAndClassExists() throws IOException {
        assertNone(faults(documents(), DocsTest::missingFiles));
    }

    /** Messages, comments and scripts that send a reader to a document, or to a section of one. */
    @Test
    void everyDocumentThatSourcesNameIsThere() {
        List<String> missing = new ArrayList<>();
        List<Path> sources = Stream.of("src", ".ci", "examples", "pom.xml", "web-fragment-sample.xml").map(Path::of)
                .flatMap(it -> files(it).stream()).filter(it -> it.toString().matches(".*\\.(java|js|xml|jsp)|.*/run")).toList();
        for (Path file : sources) {
            Matcher name = Pattern.compile("\\bdocs/[\\w.-]+\\.md(?:#([\\w-]+))?").matcher(read(file));
            while (name.find()) {
                Path document = Path.of(name.group().replaceFirst("#.*", ""));
                if (!Files.exists(document) || name.group(1) != null && !anchors(document).contains(name.group(1))) {
                    missing.add(file + ": " + name.group());
                }
            }
        }
        assertNone(missing);
    }

    @Test
    void everyPageIsThereInBothLanguagesWithTheSameSections() throws IOException {
        assertNone(faults(documents(), DocsTest::differencesOfTwins));
    }

    @Test
    void theReadmesAreShort() throws IOException {
        for (String readme : List.of("README.md", "README.zh-CN.md")) {
            long lines = read(Path.of(readme)).lines().count();
            assertTrue(lines <= 190, readme + " has " + lines + " lines");
        }
    }

    /** Whoever searches for an errcode, a reason or a line of the log finds it. */
    @Test
    void whateverUsersSeeIsExplained() throws IOException {
        Set<String> words = new TreeSet<>();
        matches("(?m)^    [A-Z_]+\\((-?\\d+), Kind", Path.of("src/main/java/io/github/wxconfig/wechat/ErrorCode.java"))
                .forEach(number -> words.add("<a id=\"errcode-" + number.replace("-", "") + "\"></a>" + number + " |"));
        matches("(?m)^    [A-Z_]+\\((-?\\d+), Kind", Path.of("src/main/java/io/github/wxconfig/wechat/CorpErrorCode.java"))
                .forEach(number -> words.add("<a id=\"wecom-" + number.replace("-", "") + "\"></a>" + number + " |"));
        matches("(?m)^    [A-Z_]+\\(\"([a-z-]+)\"\\)", Path.of("src/main/java/io/github/wxconfig/page/PassReason.java"))
                .forEach(reason -> words.add(reason + "`"));
        try (Stream<Path> sources = Files.walk(Path.of("src/main"))) {
            for (Path source : sources.filter(it -> it.toString().matches(".*\\.(java|js)")).toList()) {
                matches("(?:\\.(?:warning|info)|console\\.(?:warn|log))\\(((?:\"[^\"]*\"|'[^']*'|[^;\"'])*?)\\);", source)
                        .forEach(call -> words.add(beginning(call)));
            }
        }
        words.removeIf(text -> text.isEmpty() || text.startsWith(";")); // made of other texts
        assertTrue(words.size() > 70, words::toString);
        List<String> missing = new ArrayList<>();
        for (String document : List.of("docs/troubleshooting.md", "docs/troubleshooting.zh-CN.md")) {
            String text = read(Path.of(document)).replaceAll("\\[(?:…|wx…|wxconfig-…)] ?", "");
            words.stream().filter(it -> !text.contains(it)).forEach(it -> missing.add(document + " does not explain: " + it));
        }
        assertNone(missing);
    }

    @Test
    void everyProofOfSecurityIsThere() throws IOException {
        String last = null;
        for (String[] proof : proofs("security.md")) {
            String name = proof[1] == null ? last : proof[1];
            last = name;
            List<Path> files = testFiles(proof[0], name);
            assertEquals(1, files.size(), () -> name + " is named, and there are " + files);
            if (proof[2] != null) {
                assertTrue(read(files.get(0)).contains("void " + proof[2] + "("), () -> name + " has no " + proof[2]);
            }
        }
    }

    @Test
    void bothLanguagesNameTheSameProofs() {
        List<String> english = proofs("security.md").stream().map(Arrays::toString).toList();
        assertTrue(english.size() > 30, english::toString);
        assertEquals(english, proofs("security.zh-CN.md").stream().map(Arrays::toString).toList());
    }

    /** What this class finds, so that its silence means something. */
    @Test
    void faultsAreFound() throws IOException {
        Path english = scratch.resolve("page.md");
        Files.writeString(english, "# Page\n\n## One\n\n| a | b |\n|---|---|\n\n[x](gone.md) [y](#no-such) [z](page.md#one)\n"
                + "wxconfig.apid and wxconfig.appid, WXCONFIG_SECRTE\n"
                + "src/main/gone.txt and `GoneTest`, `io.github.wxconfig.Gone`\n"
                + "wxconfig-filter-0.9.jar\n");
        Path chinese = scratch.resolve("page.zh-CN.md");
        Files.writeString(chinese, "# 页\n\n### 一\n");
        assertEquals(List.of("page.md: [gone.md]", "page.md: [#no-such]"), faults(List.of(english), DocsTest::brokenLinks));
        assertEquals(List.of("page.md: [wxconfig.apid]", "page.md: [WXCONFIG_SECRTE]"),
                faults(List.of(english), DocsTest::unknownOptions));
        assertEquals(List.of("page.md: [src/main/gone.txt]", "page.md: [GoneTest]", "page.md: [io.github.wxconfig.Gone]",
                "page.md: [wxconfig-filter-0.9.jar]"), faults(List.of(english), DocsTest::missingFiles));
        assertEquals(List.of("page.md: sections [1, 2] and [1, 3]", "page.md: tables [3, 3] and []"),
                faults(List.of(english), DocsTest::differencesOfTwins));
        Files.delete(chinese);
        assertEquals(List.of("page.md: there is no page.zh-CN.md"), faults(List.of(english), DocsTest::differencesOfTwins));
        assertEquals("which-url-is-signed", slug("Which URL is signed?"));
        assertEquals("一个应用两个公众号-url", slug("一个应用，两个公众号 `URL`"));
    }

    /** The first five words of a message in the log or the console, up to a value; those after the value if it comes at once. */
    private static String beginning(String call) {
        String message = Pattern.compile("\"([^\"]*)\"|'([^']*)'").matcher(call).results()
                .map(it -> it.group(1) == null ? it.group(2) : it.group(1))
                .collect(Collectors.joining()).replaceFirst("^.{0,12}\\[] ", "");
        Matcher words = Pattern.compile("(?:wxconfig: )?(?:[^ \\[(]+ ?){0,5}").matcher(message);
        return words.lookingAt() ? words.group().replaceFirst("[ ;:.,]*$", "") : "";
    }

    private static List<String> brokenLinks(Path document) {
        List<String> broken = new ArrayList<>();
        Matcher link = LINK.matcher(withoutCode(read(document)));
        while (link.find()) {
            String target = link.group(1) == null ? link.group(2) : link.group(1);
            if (target.matches("(https?|mailto):.*")) {
                continue;
            }
            String[] parts = target.split("#", 2);
            Path file = parts[0].isEmpty() ? document : document.toAbsolutePath().getParent().resolve(parts[0]).normalize();
            if (!Files.exists(file) || parts.length > 1 && !anchors(file).contains(parts[1])) {
                broken.add("[" + target + "]");
            }
        }
        return broken;
    }

    private static List<String> unknownOptions(Path document) {
        Set<String> known = new HashSet<>(NO_OPTIONS);
        for (Option option : Option.values()) {
            known.add(option.key().toLowerCase(Locale.ROOT));
        }
        List<String> unknown = new ArrayList<>();
        for (Pattern pattern : List.of(OPTION, VARIABLE)) {
            Matcher name = pattern.matcher(read(document).replaceAll("\\w+\\.wxconfig|wxconfig\\.(example|git)\\b", ""));
            while (name.find()) {
                if (!known.contains(name.group(1).replaceAll("[-_]", "").toLowerCase(Locale.ROOT))) {
                    unknown.add("[" + name.group() + "]");
                }
            }
        }
        return unknown;
    }

    private static List<String> missingFiles(Path document) {
        String text = read(document);
        List<String> missing = new ArrayList<>();
        Matcher file = FILE.matcher(text.replaceAll("\\]\\([^)]*\\)", "]"));
        while (file.find()) {
            if (!Files.exists(Path.of(file.group(1))) && !Files.exists(Path.of(file.group(1) + ".java"))) {
                missing.add("[" + file.group(1) + "]");
            }
        }
        Matcher type = CLASS.matcher(text);
        while (type.find()) {
            String name = type.group(1) == null ? type.group(3) : type.group(1);
            String method = type.group(1) == null ? null : type.group(2);
            String source = SOURCES.get(name.substring(name.lastIndexOf('.') + 1));
            if (source == null || method != null && !source.contains(" " + method + "(")) {
                missing.add("[" + type.group() + "]");
            }
        }
        Matcher jar = JAR.matcher(text);
        while (jar.find()) {
            if (!jar.group(1).replaceFirst("-(javax|simulator|sources|javadoc)$", "").equals(VERSION)) {
                missing.add("[" + jar.group() + "]");
            }
        }
        return missing;
    }

    private static List<String> differencesOfTwins(Path document) {
        String name = document.getFileName().toString();
        if (name.endsWith(CHINESE) || ENGLISH_ALONE.contains(name)) {
            return List.of();
        }
        Path twin = document.resolveSibling(name.replace(".md", CHINESE));
        if (!Files.exists(twin)) {
            return List.of("there is no " + twin.getFileName());
        }
        List<String> differences = new ArrayList<>();
        compare("sections", document, twin, DocsTest::levels, differences);
        compare("tables", document, twin, DocsTest::cells, differences);
        compare("anchors", document, twin, it -> matches(ANCHOR.pattern(), it), differences);
        return differences;
    }

    private static void compare(String what, Path document, Path twin, Function<Path, List<?>> aspect,
            List<String> differences) {
        List<?> english = aspect.apply(document);
        List<?> chinese = aspect.apply(twin);
        if (!english.equals(chinese)) {
            differences.add(what + " " + english + " and " + chinese);
        }
    }

    private static List<Integer> levels(Path document) {
        return HEADING.matcher(withoutCode(read(document))).results().map(it -> it.group(1).length()).toList();
    }

    private static List<Long> cells(Path document) {
        return withoutCode(read(document)).lines().filter(line -> line.startsWith("|"))
                .map(line -> line.chars().filter(c -> c == '|').count()).collect(Collectors.toList());
    }

    private static Set<String> anchors(Path document) {
        String text = withoutCode(read(document));
        Set<String> anchors = new HashSet<>(matches(ANCHOR.pattern(), document));
        HEADING.matcher(text).results().forEach(heading -> anchors.add(slug(heading.group(2))));
        return anchors;
    }

    /** The anchor that GitHub and Gitee give to a heading. */
    private static String slug(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "").replace(' ', '-');
    }

    private static String withoutCode(String text) {
        return text.replaceAll("(?ms)^( *)```.*?^\\1```$", "");
    }

    private static List<String> faults(List<Path> documents, Function<Path, List<String>> check) {
        return documents.stream()
                .flatMap(document -> check.apply(document).stream().map(fault -> document.getFileName() + ": " + fault)).toList();
    }

    private static void assertNone(List<String> faults) {
        assertEquals("", String.join("\n", faults));
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String folder : List.of("", "docs")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(it -> it.toString().endsWith(".md")).sorted().forEach(documents::add);
            }
        }
        assertTrue(documents.size() > 20, documents::toString);
        return documents;
    }

    /** Of each: package or nothing, class or nothing where it is that of the one before, method or nothing. */
    private static List<String[]> proofs(String document) {
        return PROOF.matcher(read(Path.of("docs", document))).results()
                .map(proof -> new String[] {proof.group(1), proof.group(2), proof.group(3)}).toList();
    }

    private static List<Path> testFiles(String home, String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java/io/github/wxconfig"))) {
            return files.filter(file -> file.endsWith((home == null ? "" : home + "/") + name + ".java")).toList();
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> matches(String regex, Path file) {
        return Pattern.compile(regex).matcher(read(file)).results().map(it -> it.group(1)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final String VERSION = matches("(?s)<artifactId>wxconfig-filter</artifactId>\\s*<version>([^<]+)</version>",
            Path.of("pom.xml")).get(0);

    /** The texts of all types in the tree, by their simple names. */
    private static final Map<String, String> SOURCES = sources();

    private static Map<String, String> sources() {
        Map<String, String> sources = new HashMap<>();
        for (String root : List.of("src", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(it -> it.toString().endsWith(".java")).forEach(it ->
                        sources.merge(it.getFileName().toString().replace(".java", ""), read(it), String::concat));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }
}
