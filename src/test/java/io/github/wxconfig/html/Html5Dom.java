package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nu.validator.htmlparser.common.XmlViolationPolicy;
import nu.validator.htmlparser.dom.HtmlDocumentBuilder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A page as a browser that runs scripts sees it, by an HTML5 parser that is not ours. */
final class Html5Dom {

    /** What the tests put into pages. */
    private static final String SNIPPET = "<script wxconfig>if (1 < 2) { '<b>'; }</script>";

    private static final HtmlDocumentBuilder PARSER;

    static {
        // Some of its assertions do not hold for markup that is strange enough; what it parses is right nevertheless.
        Html5Dom.class.getClassLoader().setPackageAssertionStatus("nu.validator.htmlparser", false);
        PARSER = new HtmlDocumentBuilder(XmlViolationPolicy.ALTER_INFOSET);
        PARSER.setScriptingEnabled(true);
    }

    private static final Pattern COMMENT_IN_COMMENT = Pattern.compile("<!--(?:(?!-->).)*<!--[^>-]", Pattern.DOTALL);

    private final Document document;

    private Html5Dom(Document document) {
        this.document = document;
    }

    /**
     * Whether the parser may misread the page: in a comment within a comment it takes the next {@code >} for the end,
     * where the standard asks for {@code -->}.
     */
    static boolean errsIn(String page) {
        return COMMENT_IN_COMMENT.matcher(page).find();
    }

    static Html5Dom of(String page) {
        return parse(new InputSource(new StringReader(page)));
    }

    /** The page as it arrives: without a charset from outside the parser has to find it in the page. */
    static Html5Dom of(byte[] page, Charset charset) {
        InputSource source = new InputSource(new ByteArrayInputStream(page));
        source.setEncoding(charset == null ? null : charset.name());
        return parse(source);
    }

    private static Html5Dom parse(InputSource source) {
        try {
            Document document = PARSER.parse(source);
            document.normalize();
            return new Html5Dom(document);
        } catch (IOException | SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asserts that a script at the place runs, in the head or as early in the body as can be, and changes nothing else. */
    void assertSameWithScript(String page, int place) {
        String before = page.substring(0, place);
        assertSameButForScript(() -> of(before), of(before + SNIPPET + page.substring(place)));
    }

    /** The same for bytes, with a script so long that a declaration after it would not be found any more. */
    void assertSameWithLongScript(byte[] page, int place, Charset charset) {
        byte[] script = SNIPPET.replaceFirst(" ", " ".repeat(3000)).getBytes(StandardCharsets.US_ASCII);
        byte[] injected = Page.insert(script, page, place);
        assertSameButForScript(() -> of(Arrays.copyOf(page, place), charset), of(injected, charset));
    }

    private void assertSameButForScript(Supplier<Html5Dom> before, Html5Dom injected) {
        String path = injected.removeScript();
        assertTrue(document.isEqualNode(injected.document), "another tree");
        if (!path.endsWith("in head html")) {
            assertTrue(path.endsWith("body html") && !path.contains(" template ") && !path.contains(" svg "), path);
            assertTrue(path.equals("first in body html") || before.get().hasBodyContent(), path);
        }
    }

    /** Takes our script out, which must be there once and whole, and returns the chain of elements that held it. */
    private String removeScript() {
        NodeList scripts = document.getElementsByTagName("script");
        List<Node> found = IntStream.range(0, scripts.getLength()).mapToObj(scripts::item)
                .filter(script -> ((Element) script).hasAttribute("wxconfig")).collect(Collectors.toList());
        assertEquals(1, found.size(), "how often our script is there");
        Node script = found.get(0);
        assertEquals("if (1 < 2) { '<b>'; }", script.getTextContent());
        String path = (script.getPreviousSibling() == null ? "first in " : "in ") + pathFrom(script.getParentNode());
        script.getParentNode().removeChild(script);
        document.normalize();
        return path;
    }

    private static String pathFrom(Node element) {
        Node parent = element.getParentNode();
        return element.getNodeName() + (parent instanceof Element ? " " + pathFrom(parent) : "");
    }

    /** Whether the head, or the body, of the tree carries the attribute: its tag was a tag and not ignored. */
    boolean has(String element, String attribute) {
        NodeList found = document.getElementsByTagName(element);
        return found.getLength() > 0 && ((Element) found.item(0)).hasAttribute(attribute);
    }

    Element first(String element) {
        return (Element) document.getElementsByTagName(element).item(0);
    }

    /**
     * The policies that a browser holds a script to that stands in the page at this place: those of meta elements which
     * are in the head by then.
     */
    static List<String> policiesAt(String page, int place) {
        NodeList heads = of(page.substring(0, place)).document.getElementsByTagName("head");
        List<String> policies = new ArrayList<>();
        for (Node node = heads.getLength() == 0
                ? null : heads.item(0).getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals("meta") && isPolicy((Element) node)) {
                policies.add(((Element) node).getAttribute("content"));
            }
        }
        return policies;
    }

    /** As a parser reads them: to it all line ends are one. */
    static List<String> withOneLineEnd(List<String> values) {
        return values.stream().map(value -> value.replaceAll("\r\n?", "\n")).collect(Collectors.toList());
    }

    private static boolean isPolicy(Element meta) {
        return meta.getAttribute("http-equiv").equalsIgnoreCase("content-security-policy")
                && !meta.getAttribute("content").isEmpty();
    }

    private boolean hasBodyContent() {
        NodeList body = document.getElementsByTagName("body");
        return body.getLength() > 0 && body.item(0).hasChildNodes();
    }
}
