package io.github.wxconfig.html;

import java.util.Arrays;
import java.util.List;

/** A page that wants to cost as much as it can: a start, and what is repeated behind it until the page is large. */
public final class HostilePage {

    private static final String HEAD = "<html><head>";

    private static final List<HostilePage> ALL = Arrays.asList(
            page(HEAD, "<meta charset=zq>"),
            page("", "<meta charset=zq>"),
            page(HEAD, "<meta charset=>"),
            page(HEAD, "<meta charset>"),
            page(HEAD, "<meta charset=windows-12520>"),
            page(HEAD, "<meta charset=utf-32>"),
            page(HEAD, "<meta http-equiv=content-type content=charset=zq>"),
            page(HEAD, "<meta http-equiv=content-type content=text/html>"),
            page(HEAD, "<meta http-equiv=Content-Type content='charset charset charset \"'>"),
            page(HEAD, "<meta http-equiv=&#99;ontent-type content=x>"),
            page(HEAD, "<meta http-equiv=content-security-policy content=a>"),
            page(HEAD, "<meta http-equiv=content-security-policy content=''>"),
            page(HEAD, "<meta http-equiv=Content-Security-Policy-Report-Only content=\"script-src 'none'\">"),
            page(HEAD, "<meta name=description content='&amp;&amp;&amp;'>"),
            page(HEAD, "<meta content=a>"),
            page(HEAD, "<meta>"),
            page(HEAD, "<meta a b c d e f>"),
            page(HEAD + "<meta ", "a "),
            page(HEAD + "<meta ", "charset=zq "),
            page(HEAD + "<meta ", "content=a "),
            page(HEAD + "<meta http-equiv=content-security-policy content='", "&#39; "),
            page(HEAD + "<meta http-equiv=content-type content='", "charset"),
            page(HEAD + "<meta charset='", " "),
            page("<html ", "amp4="),
            page("", "<html amp4>"),
            page("", "<html a=b c=d>"),
            page(HEAD, "<template>"),
            page(HEAD, "<script>"),
            page(HEAD, "<script><!--<script></script>"),
            page(HEAD + "<script>", "</"),
            page(HEAD + "<script>", "</script"),
            page(HEAD + "<script>", "<!--<script></scrip"),
            page(HEAD + "<title>", "</titl>"),
            page(HEAD + "<!--", "--!"),
            page(HEAD + "<!--", "-"),
            page(HEAD, "<!---->"),
            page(HEAD, "<!doctype>"),
            page(HEAD, "<!>"),
            page(HEAD, "<base>"),
            page(HEAD, "</a>"),
            page(HEAD, "</"),
            page("<", "a"),
            page("<a ", "b='c'"),
            page("<", "<"),
            page("<div>", "<"),
            page("<div>", "<p>"),
            page("<div>", "<a b=c>"),
            page("<div>", "</div><div>"),
            page("<div>", "x"),
            page("<div>", "\u4e2d"),
            page("\uFEFF", "\uFEFF"),
            page("", " "),
            page(HEAD, "\0"));

    private final String start;
    private final String repeated;

    private HostilePage(String start, String repeated) {
        this.start = start;
        this.repeated = repeated;
    }

    private static HostilePage page(String start, String repeated) {
        return new HostilePage(start, repeated);
    }

    public static List<HostilePage> all() {
        return ALL;
    }

    public String start() {
        return start;
    }

    public String repeated() {
        return repeated;
    }

    /** The page, of about so many chars. */
    public String of(int length) {
        return start + repeated.repeat(Math.max(1, (length - start.length()) / repeated.length()));
    }

    @Override
    public String toString() {
        return start + repeated + "...";
    }
}
