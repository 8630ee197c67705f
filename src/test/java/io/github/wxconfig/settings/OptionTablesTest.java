package io.github.wxconfig.settings;

import static java.util.Collections.emptyList;
import static java.util.Collections.singletonList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Comment;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The documents say what the code does. Run with {@code -Dwxconfig.updateDocs=true} it makes them say so. */
class OptionTablesTest {

    /** What holds tables of the options. */
    enum Document {
        ENGLISH("docs/options.md"), CHINESE("docs/options.zh-CN.md"), SAMPLE("web-fragment-sample.xml");

        final Path path;

        Document(String name) {
            path = Paths.get(name);
        }

        String updated() throws IOException {
            return OptionTables.update(read(path), this == CHINESE, this == SAMPLE);
        }
    }

    @BeforeAll
    static void updateDocuments() throws IOException {
        if (Boolean.getBoolean("wxconfig.updateDocs")) {
            for (Document document : Document.values()) {
                if (Files.exists(document.path)) {
                    Files.write(document.path, document.updated().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Document.class)
    void documentsAndCodeHaveTheSameOptions(Document document) throws IOException {
        assumeTrue(document == Document.SAMPLE || Files.exists(document.path), () -> document.path + " does not exist yet");
        for (Option.Group group : Option.Group.values()) {
            String marker = "<!-- options:" + group.name().toLowerCase(Locale.ROOT) + " -->\n";
            assertTrue(read(document.path).contains(marker), () -> document.path + " has no section " + marker);
        }
        assertEquals(document.updated(), read(document.path), () -> document.path + " is out of date, run:"
                + " mvn test -Dtest=OptionTablesTest -Dwxconfig.updateDocs=true");
    }

    @Test
    void onlyTheSectionsAreMadeAnew() {
        String updated = OptionTables.update("a\n<!-- options:essential -->\nold\n<!-- /options -->\nb $1 \\", false, false);
        assertTrue(updated.startsWith("a\n<!-- options:essential -->\n| Option | Default | Meaning |\n"), updated);
        assertTrue(updated.endsWith("|\n<!-- /options -->\nb $1 \\"), updated);
        assertFalse(updated.contains("old"));
        assertEquals(updated, OptionTables.update(updated, false, false));
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void everyOptionIsExplainedInBothLanguages(Option option) {
        assertTrue(option.english().endsWith("."), option.english());
        assertTrue(option.chinese().endsWith("。"), option.chinese());
        assertTrue(option.chinese().codePoints().anyMatch(Character::isIdeographic), option.chinese());
        for (String text : new String[] {option.english(), option.chinese()}) {
            assertFalse(text.matches("(?s).*([|<&\n]|--).*"), text);
            assertEquals(0, text.chars().filter(c -> c == '`').count() % 2, text);
        }
    }

    /** Taken out of their comments, the options are all there, the defaults are the defaults, and every value is right. */
    @Test
    void theSampleIsReadyToCopy() throws Exception {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Comment comment : comments(parse(read(Document.SAMPLE.path)))) {
            Matcher element = Pattern.compile("(?s)<context-param>.*</context-param>").matcher(comment.getData());
            if (element.find()) {
                Element param = parse(element.group());
                shown.put(text(param, "param-name"), text(param, "param-value"));
            }
        }
        List<String> names = new ArrayList<>();
        for (Option option : Option.values()) {
            names.add(option.property());
            if (!option.defaultText().isEmpty()) {
                assertEquals(option.defaultText(), shown.get(option.property()).replaceAll("\\s", ""));
            }
        }
        assertEquals(names, new ArrayList<>(shown.keySet()));
        shown.values().removeIf(value -> value.startsWith("${file:"));
        shown.put(Option.CORPSECRET.property(), "0123456789_abcdefghijklmnopqrstuvwxyz-ABCDE");
        for (String account : new String[] {"shop", "school"}) {
            shown.put("wxconfig." + account + ".appid", "wx0123456789abcdef");
            shown.put("wxconfig." + account + ".secret", "0123456789abcdef0123456789abcdef");
        }
        Settings settings = Settings.read(singletonList(SettingsSource.of("sample", shown)));
        assertEquals(emptyList(), settings.problems());
        assertTrue(settings.active());
    }

    @Test
    void theSampleRegistersWhatTheJarsDo() throws Exception {
        Element sample = parse(read(Document.SAMPLE.path));
        for (String era : new String[] {"javax", "jakarta"}) {
            Element fragment = parse(read(Paths.get("src/main/fragment", era, "web-fragment.xml")));
            for (String element : new String[] {"name", "ordering"}) {
                assertEquals(text(fragment, element), text(sample, element), era + ": " + element);
            }
        }
        assertEquals(0, sample.getElementsByTagName("context-param").getLength(), "all options are comments");
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent().trim();
    }

    private static List<Comment> comments(Element root) {
        List<Comment> comments = new ArrayList<>();
        NodeList children = root.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeType() == Node.COMMENT_NODE) {
                comments.add((Comment) children.item(i));
            }
        }
        return comments;
    }

    private static Element parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
    }

    private static String read(Path path) throws IOException {
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }
}
