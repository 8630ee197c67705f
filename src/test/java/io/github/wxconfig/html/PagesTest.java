package io.github.wxconfig.html;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** The pages people really serve, in the encodings they serve them in. */
class PagesTest {

    static List<Page> all() {
        return Page.all();
    }

    static List<Page> injectedAsHtml() {
        return all().stream().filter(page -> page.place() >= 0 && !page.isXhtml()).collect(Collectors.toList());
    }

    static List<Page> injectedAsXhtml() {
        return all().stream().filter(page -> page.place() >= 0 && page.isXhtml()).collect(Collectors.toList());
    }

    @Test
    void areManyFamilies() {
        assertTrue(all().size() >= 60);
    }

    @ParameterizedTest
    @MethodSource("all")
    void getTheScriptAtTheMark(Page page) {
        Scans scans = Scans.of(page.bytes(), page.isCharsetInHeader(), page.isXhtml());
        assertEquals(page.place(), scans.place(), () -> scans.outcome().toString());
        if (page.place() < 0) {
            assertEquals(page.leftAlone(), scans.outcome());
        }
    }

    @ParameterizedTest
    @MethodSource("injectedAsHtml")
    void keepTheirTreeAndTheirCharset(Page page) {
        Charset charset = page.isCharsetInHeader() ? page.charset() : null;
        Html5Dom.of(page.bytes(), charset).assertSameWithLongScript(page.bytes(), page.place(), charset);
    }

    @ParameterizedTest
    @MethodSource("injectedAsXhtml")
    void stayWellFormed(Page page) throws Exception {
        Document before = parseXml(page.bytes());
        Document after = parseXml(page.with("<script id=\"wxconfig\">1</script>".getBytes(US_ASCII)));
        Node script = after.getElementsByTagName("script").item(0);
        assertEquals("1", script.getTextContent());
        script.getParentNode().removeChild(script);
        after.normalize();
        assertTrue(after.isEqualNode(before));
    }

    private static Document parseXml(byte[] page) throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        parser.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
        return parser.parse(new ByteArrayInputStream(page));
    }

    @Test
    void mayHaveAHeadOfAnySize() {
        String head = "<html><head><title>t</title><script>" + "if (a < b) { document.write('</head><body>'); }\n".repeat(6400)
                + "</script>";
        Scans scans = Scans.of(head + "</head><body>", false, false);
        assertTrue(head.length() > 300_000);
        assertEquals(head.length() + "</head>".length(), scans.place());
    }
}
