package io.github.wxconfig.html;

import java.util.Random;

/** Makes pages that no author would be proud of, most of which begin like one. */
final class NastyMarkup {

    private static final String[] SPACE = {"", "", " ", "\n", "\r\n", "\t", "\f", "  \n "};
    private static final String[] TEXT = {"text", "\u4e2d\u6587", "a < b", "&lt;head>", "&nbsp;", "]]>", "-->", "\"", "'",
        "<", "< body>", "<>", "</>", "\0", "=", "<\0head>", "&copy", "<<", "1<2>3", "\uFEFF", "/>", "<3"};
    private static final String[] NAMES = {"html", "head", "body", "HEAD", "Body", "header", "heads", "bodyx", "title",
        "TITLE", "script", "Script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "meta", "link",
        "base", "template", "div", "p", "table", "tr", "td", "caption", "colgroup", "col", "select", "option", "svg", "math",
        "mi", "desc", "foreignObject", "frameset", "frame", "plaintext", "br", "form", "button", "a", "b", "pre", "center",
        "font", "li", "h1", "image", "input", "object", "bgsound", "basefont", "command", "main", "nobr", "applet", "marquee",
        "ruby", "rt", "hr", "xml", "o:p", "tbody", "optgroup", "listing"};
    private static final String[] RAW = {"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
            "noscript", "SCRIPT"};
    private static final String[] ATTRIBUTES = {"", "", " id=x", " a='>'", " b=\">\"", " c", " d=", " =e", " f='\"'", " g=/",
        "/", " / ", " h=\"<head>\"", " i='<body>'", "\n", "\tj = 'k'", " l=\"m\"n", " o=p'q\"", " lang=\"zh-\u4e2d\"",
        " charset=gbk", " <", " '", "\0", " class='a&gt;b'", " r=\"-->\"", " s=\"</script>\""};
    private static final String[] SCRIPT = {"var a = 1;", "<!--", "-->", "<script>", "</script", "<script ", "--", "-",
        ">", "<", "</", "!", "document.write('<head>')", "document.write('<body>')", "<!-", "<!--<script>", "<script/",
        "</SCRIPT/", "--!>", "<!--->", "\0", "<scriptx>", "</scriptx>", "</style", "</title ", "</textarea/", "</xmp\n", "&lt;",
        "<!", "\u4e2d"};
    private static final String[] COMMENT = {"", "-", "--", ">", "->", "!", "--!", "<!-->", "<!", "<head>", "<body>",
        "[if IE]>", "<![endif]", " x ", "--->", "<!-", "\u4e2d", "\0", "<!-->"};
    private static final String[] OTHER = {"<!>", "<!->", "<!-x>", "<?xml version=\"1.0\"?>", "<?php echo '>' ?>", "</ x>",
        "</\nbody>", "<!foo>", "<![CDATA[ <body> ]]>", "<![if !IE]>", "<![endif]>", "<!DOCTYPE html>",
        "<!doctype html PUBLIC \"a>b\">", "<%@ page %>", "</br>", "</p>", "</3>", "<!DOCTYPE", "<!-", "<!ELEMENT x '>'>"};
    private static final String[] CHARSETS = {"<meta charset=gbk>",
        "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>", "<META CHARSET = \"utf-8\" />", "<meta charset>",
        "<meta http-equiv=content-type content=text/html>", "<meta charset=nonsense>", "<meta name=a content='charset=gbk'>",
        "<meta charset=x charset=gbk>", "<meta http-equiv=content-type content='charset=&quot;gbk'>"};
    private static final String[] POLICIES = {"<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">",
        "<meta content='a,b' http-equiv='CONTENT-SECURITY-POLICY' />",
        "<meta http-equiv='content&#45;security-policy' content=&#39;a&#39>", "<meta http-equiv=content-security-policy content>",
        "<meta charset=gbk http-equiv=content-security-policy content=c>",
        "<meta content=a content=b http-equiv=content-security-policy>",
        "<meta http-equiv=refresh http-equiv=content-security-policy content=d>",
        "<meta http-equiv=content-security-policy-report-only content=e>",
        "<meta http-equiv=' content-security-policy' content=f>",
        "<meta http-equiv=content-security-policy content='\u4e2d &amp; &nbsp; g'>"};

    private final Random random;
    private final StringBuilder page = new StringBuilder();

    NastyMarkup(long seed) {
        random = new Random(seed);
    }

    String page() {
        page.setLength(0);
        if (chance(15)) {
            page.append(any(OTHER));
            junk(93);
            return page.toString();
        }
        sometimes(3, "\uFEFF");
        junk(8);
        sometimes(60, "<!DOCTYPE html>");
        junk(20);
        tag(80, "<html");
        junk(15);
        if (chance(75)) {
            tag(100, "<head");
            head();
            sometimes(85, "</head>");
        } else if (chance(50)) {
            head();
        }
        junk(30);
        tag(85, "<body");
        junk(80);
        sometimes(70, "</body>");
        sometimes(70, "</html>");
        return page.toString();
    }

    private void head() {
        while (chance(70)) {
            space();
            switch (random.nextInt(5)) {
                case 0:
                    raw();
                    break;
                case 1:
                    page.append(any(CHARSETS));
                    break;
                case 2:
                    comment();
                    break;
                case 3:
                    page.append(any(POLICIES));
                    break;
                default:
                    junk(20);
            }
        }
    }

    /** With the given chance, some pieces of anything. */
    private void junk(int percent) {
        space();
        while (chance(percent)) {
            piece();
            space();
        }
    }

    private void piece() {
        switch (random.nextInt(9)) {
            case 0:
                page.append(any(TEXT));
                break;
            case 1:
            case 2:
                raw();
                break;
            case 3:
                comment();
                break;
            case 4:
                page.append(any(OTHER));
                break;
            case 5:
                page.append("</").append(any(NAMES)).append(any(ATTRIBUTES)).append('>');
                break;
            default:
                tag(100, "<" + any(NAMES));
        }
    }

    private void raw() {
        String name = any(RAW);
        tag(100, "<" + name);
        while (chance(65)) {
            page.append(any(SCRIPT));
        }
        sometimes(85, "</" + name + any(ATTRIBUTES) + ">");
    }

    private void comment() {
        page.append("<!--");
        while (chance(60)) {
            page.append(any(COMMENT));
        }
        sometimes(90, chance(85) ? "-->" : "--!>");
    }

    /** Real tags of the head and the body carry an attribute by which they are known in the tree. */
    private void tag(int percent, String open) {
        if (!chance(percent)) {
            return;
        }
        page.append(chance(90) ? open : open.toUpperCase(java.util.Locale.ROOT)).append(" real");
        while (chance(30)) {
            page.append(any(ATTRIBUTES));
        }
        sometimes(98, ">");
    }

    private void space() {
        page.append(any(SPACE));
    }

    private void sometimes(int percent, String what) {
        if (chance(percent)) {
            page.append(what);
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String any(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
