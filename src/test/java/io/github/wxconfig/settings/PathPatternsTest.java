package io.github.wxconfig.settings;

import static java.util.Arrays.asList;
import static java.util.Collections.emptyList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternsTest {

    @ParameterizedTest
    @CsvSource({
        "/*,          '',              true",
        "/*,          /,               true",
        "/*,          /a/b.jsp,        true",
        "/shop/*,     /shop,           true",
        "/shop/*,     /shop/,          true",
        "/shop/*,     /shop/a/b.html,  true",
        "/shop/*,     /shopping,       false",
        "/shop/*,     /a/shop/b,       false",
        "/shop/*,     /Shop/b,         false",
        "/shop/*,     /,               false",
        "*.jsp,       /a/b.jsp,        true",
        "*.jsp,       /b.JSP,          true",
        "*.jsp,       /b.jspx,         false",
        "*.jsp,       /b.xjsp,         false",
        "*.jsp,       /b.jsp/c,        false",
        "*.jsp,       /a.jsp/b.html,   false",
        "*.jsp,       /jsp,            false",
        "*.jsp,       /a.b.jsp,        true",
        "*.jsp,       /.jsp,           true",
        "*.jsp,       /a.,             false",
        "*.jsp,       '',              false",
        "/index.html, /index.html,     true",
        "/index.html, /index.htm,      false",
        "/index.html, /index.html/,    false",
        "/,           /,               true",
        "/,           /a,              false",
        "/a.b/*,      /a.b/c,          true",
        "/文章/*,      /文章/1,          true"})
    void matchesAsTheServletSpecificationSays(String pattern, String path, boolean expected) {
        assertEquals(expected, PathPatterns.of(asList(pattern)).matches(path));
    }

    @Test
    void anyOfSeveralPatternsIsEnough() {
        PathPatterns patterns = PathPatterns.of(asList("/a/*", "/b/*", "*.do", "/x", "/y"));
        for (String path : asList("/a/1", "/b", "/c/1.do", "/x", "/y")) {
            assertTrue(patterns.matches(path), path);
        }
        assertFalse(patterns.matches("/z"));
    }

    @Test
    void noPatternMatchesNothing() {
        assertFalse(PathPatterns.of(emptyList()).matches("/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/*", "*", "*.", "**.jsp", "*.j*", "*.a/b", "*.tar.gz", "*..", "*.*", "*./", "*.a.",
        "/*a", "/a/*.jsp", "/a*", "/*/b", "/**", "/a/**", "http://x/*", "^/a"})
    void whatIsNoPatternIsRefused(String pattern) {
        assertFalse(PathPatterns.isPattern(pattern));
        assertThrows(IllegalArgumentException.class, () -> PathPatterns.of(asList("/a", pattern)));
    }

    @Test
    void extensionsDoNotDependOnTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr", "TR"));
        try {
            assertTrue(PathPatterns.of(asList("*.gif")).matches("/LOGO.GIF"));
            assertTrue(PathPatterns.of(asList("*.GIF")).matches("/logo.gif"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theDefaultLeavesStaticFilesAloneAndTakesPages() {
        PathPatterns exclude = PathPatterns.of(Settings.read(emptyList()).exclude());
        for (String path : asList("/a.css", "/a/b.min.js", "/img/LOGO.PNG", "/f.woff2", "/d.pdf", "/sitemap.xml", "/a.7z")) {
            assertTrue(exclude.matches(path), path);
        }
        for (String path : asList("", "/", "/a", "/a.html", "/a.htm", "/a.jsp", "/a.do", "/a.action", "/a.xhtml", "/a.php",
                "/a.css/page", "/v1.2/page")) {
            assertFalse(exclude.matches(path), path);
        }
    }
}
