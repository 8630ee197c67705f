package io.github.wxconfig.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * One line per case. The bar says where the script goes; each page is tried whole, by units and cut everywhere, and a
 * parser must see the same tree with the script as without.
 */
class HtmlScannerTest {

    private static final String NOWHERE = "";

    private static void assertInjected(String marked) {
        assertPlace(marked, true, false);
    }

    private static void assertInjectedWithoutCharset(String marked) {
        assertPlace(marked, false, false);
    }

    private static void assertInjectedInXhtml(String marked) {
        assertPlace(marked, true, true);
    }

    private static void assertPlace(String marked, boolean charsetKnown, boolean xhtml) {
        int bar = marked.indexOf('|');
        String page = marked.replace("|", "");
        Scans scans = Scans.of(page, charsetKnown, xhtml);
        int expected = bar < 0 ? -1 : page.substring(0, bar).getBytes(StandardCharsets.UTF_8).length;
        assertEquals(expected, scans.place(), () -> marked + ": " + scans.outcome());
        if (bar >= 0 && !xhtml && !Html5Dom.errsIn(page)) {
            Html5Dom.of(page).assertSameWithScript(page, bar);
        }
    }

    private static void assertUntouched(Outcome why, String page) {
        assertEquals(why, Scans.of(page, true, false).outcome(), page);
        assertEquals(why, Scans.of(page, false, false).outcome(), page);
    }

    @Nested
    class AfterTheHeadTag {

        @Test
        void whereTheCharsetIsKnown() {
            assertInjected("<!DOCTYPE html><html><head>|<title>t</title></head><body></body></html>");
            assertInjected("<html><head>|<meta charset=gbk></head><body>");
            assertInjected("<head>|");
            assertInjected("<!DOCTYPE html>\n<head>|<title>t</title><p>");
        }

        @Test
        void howeverTheTagIsWritten() {
            assertInjected("<html><HEAD>|<TITLE>");
            assertInjected("<html><hEaD lang=\"zh\" >|<title>");
            assertInjected("<html><head\n>|<title>");
            assertInjected("<html><head\tid='a'\fclass=b\r\n>|<title>");
            assertInjected("<html><head/>|<title>");
            assertInjected("<html><head />|<title>");
            assertInjected("<html><head/ profile=x/>|<title>");
            assertInjected("<html><head =>|<title>");
            assertInjected("<html><head a=>|<title>");
            assertInjected("<html><head a = 'b'c>|<title>");
            assertInjected("<html><head <>|<title>");
        }

        @Test
        void notWithinItsQuotedValues() {
            assertInjected("<html><head data-x=\"a>b\">|<title>");
            assertInjected("<html><head data-x='<head>'>|<title>");
            assertInjected("<html><head a=\"it's > here\" b='say \">\"'>|<title>");
            assertInjected("<html><head a = \">\">|<title>");
            assertInjected("<html><head a=b\">|<title>\">");
            assertInjected("<html><head \">|<title>\">");
            assertInjected("<html lang='>'><head>|<title>");
        }

        @Test
        void notAfterNamesThatMerelyBeginLikeIt() {
            assertInjected("<html><header><body>|");
            assertInjected("<heading><thead><body>|");
            assertInjected("<html><head-er><body>|");
            assertInjected("<html><head:x><body>|");
            assertInjected("<html><head\0><body>|");
            assertInjected("<html><headabcdefghijklmnopqrstuvwxyz><body>|");
        }

        @Test
        void afterAFailedStart() {
            assertInjected("<x><<body>|");
            assertInjected("<x><b<body><body>|");
            assertInjected("<html></ <head>x><body>|");
            assertInjected("<p>1 <2 <3 < <body>|");
            assertInjected("<p></><body>|");
        }

        @Test
        void withWhiteSpaceAndMarksBeforeTheDocument() {
            assertInjected("\r\n\r\n\t \f<!DOCTYPE html>\r\n<html>\r\n<head>|\r\n");
            assertInjected("\uFEFF<html><head>|");
            assertInjected("\uFEFF\n <html><head>|");
        }

        @Test
        void afterMetadataThatCameTooEarly() {
            assertInjected("<meta name=a><script>var a</script><html><head>|<title>");
            assertInjected("<link rel=a href=b><head>|<title>");
            assertInjected("<title>t</title><!-- c --><head>|");
            assertInjected("<base href=/><bgsound src=a><basefont size=1><head>|");
        }

        @Test
        void afterEndTagsThatEndNothing() {
            assertInjected("</p></div></x><head>|");
            assertInjected("<html></template><head>|");
        }

        @Test
        void notOnceTheBodyHasBegun() {
            assertInjected("<div></div><html><head><title>t</title></head><body>|");
            assertInjected("<html>text<head></head><body>|");
            assertInjected("<html>&nbsp;<head></head><body>|");
            assertInjected("<html>\u00A0<head></head><body>|");
            assertInjected("<html></body><head></head><body>|");
            assertInjected("<html></html><head></head><body>|");
            assertInjected("<html></br><head></head><body>|");
            assertInjected("\n\uFEFF<html><head></head><body>|");
            assertInjected("\uFEFF\uFEFF<html><head></head><body>|");
        }

        @Test
        void whereNulIsNothing() {
            assertInjected("<html>\0<head>|<title>");
            assertInjected("<html>\0\0 <head \0>|<title>");
        }
    }

    @Nested
    class AfterTheCharsetMeta {

        @Test
        void whereNothingElseTellsTheCharset() {
            assertInjectedWithoutCharset("<html><head><title>t</title><meta charset=\"gbk\">|<script>");
            assertInjectedWithoutCharset("<head><META CHARSET = 'UTF-8' />|<title>");
            assertInjectedWithoutCharset("<head><meta name=a charset=gb2312>|<title>");
            assertInjectedWithoutCharset("<head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">|");
            assertInjectedWithoutCharset("<head><meta content='text/html;charset=GB18030' http-equiv='content-type'/>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content=text/html;charset=utf-8>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content='text/html; charset = \"big5\"'>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content='charset charset=big5; x'>|");
            assertInjectedWithoutCharset("<head><meta charset=gbk charset=x>|");
            assertInjectedWithoutCharset(
                    "<head><meta http-equiv=content-type content='charset=gbk' content=x http-equiv=refresh>|");
        }

        @Test
        void evenWithoutAHeadTag() {
            assertInjectedWithoutCharset("<!doctype html><meta charset=utf-8>|<title>t</title><p>hello");
            assertInjectedWithoutCharset("<html><title>t</title><meta charset=utf-8>|<body>");
            assertInjected("<!doctype html><meta charset=utf-8>|<title>t</title><p>hello");
        }

        @Test
        void beforeWhichScriptsMayCome() {
            assertInjectedWithoutCharset("<head><script>document.write('<meta charset=gbk>')</script><meta charset=gbk>|");
            assertInjectedWithoutCharset(
                    "<head><style>/*<meta charset=gbk>*/</style><!--<meta charset=gbk>--><meta charset=gbk>|");
        }

        @Test
        void notAfterAMetaThatDeclaresNone() {
            assertInjectedWithoutCharset("<head><meta charset><meta charset=utf-8>|");
            assertInjectedWithoutCharset("<head><meta charset=''><meta charset=utf-8>|");
            assertInjectedWithoutCharset("<head><meta charset=\"${charset}\"><meta charset=utf-8>|");
            assertInjectedWithoutCharset("<head><meta charset=no-such-charset></head>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content=text/html></head>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content='text/html; charset'></head>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content='text/html; charset='></head>|");
            assertInjectedWithoutCharset("<head><meta name=description content='charset=gbk'></head>|");
            assertInjectedWithoutCharset("<head><meta name=\"charset=gbk\"></head>|");
            assertInjectedWithoutCharset("<head><metal charset=gbk></head><body>|");
            assertInjectedWithoutCharset("<head></meta charset=gbk></head>|");
            assertInjectedWithoutCharset("<head><link charset=gbk><script charset=gbk></script></head>|");
            assertInjectedWithoutCharset("<head><template><meta charset=gbk></template></head>|");
        }

        /** The first of several attributes of one name counts. */
        @Test
        void notAfterOneWhoseDeclarationIsADuplicate() {
            assertInjectedWithoutCharset("<head><meta charset=x charset=gbk><meta charset=utf-8>|");
            assertInjectedWithoutCharset("<head><meta charset charset=gbk></head>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=refresh http-equiv=content-type content='charset=gbk'></head>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content=x content='charset=gbk'></head>|");
        }

        @Test
        void asTheStandardExtractsItFromContent() {
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content='charset=\"gbk'><meta charset=utf-8>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content='charset=\"x; charset=gbk'></head>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content='charset  charset \n=\t gbk;x'>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content='CHARSET=GBK'>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content='charset=gbk\"'></head>|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content=\"charset=' gbk '\">|");
            assertInjectedWithoutCharset("<head><meta http-equiv=content-type content='charset=x charset=gbk'></head>|");
        }

        /** Whatever this JVM supports. */
        @Test
        void whereABrowserKnowsTheLabel() {
            assertInjectedWithoutCharset("<head><meta charset=x-user-defined>|");
            assertInjectedWithoutCharset("<head><meta charset=iso-8859-8-i>|");
            assertInjectedWithoutCharset("<head><meta charset=utf-32><meta charset=Cp037><meta charset=utf-8>|");
        }

        @Test
        void unlessAMarkTellsIt() {
            assertInjectedWithoutCharset("\uFEFF<html><head>|<meta charset=gbk>");
            assertInjectedWithoutCharset("\uFEFF\r\n<html><head>|<meta charset=gbk>");
        }

        @Test
        void howeverFarItIs() {
            assertInjectedWithoutCharset("<head><script>" + "var a = '<b>';\n".repeat(100) + "</script><meta charset=gbk>|");
        }
    }

    @Nested
    class Policies {

        private void assertPolicies(String marked, String... policies) {
            int bar = marked.indexOf('|');
            String page = marked.replace("|", "");
            HtmlScanner scanner = new HtmlScanner(false, false);
            assertEquals(bar, scanner.scan(page, 0, page.length()), marked);
            assertEquals(Arrays.asList(policies), scanner.policies(), marked);
            assertEquals(Html5Dom.policiesAt(page, bar), scanner.policies(), marked);
        }

        @Test
        void areThoseBeforeThePlace() {
            assertPolicies("<head><meta http-equiv=Content-Security-Policy content=\"default-src 'Self'\"><meta charset=gbk>|"
                    + "<meta http-equiv=content-security-policy content=b>", "default-src 'Self'");
            assertPolicies("<head><META CONTENT=a HTTP-EQUIV=CONTENT-SECURITY-POLICY /><meta"
                    + " http-equiv=content-security-policy content=b></head>|", "a", "b");
            assertPolicies("<meta http-equiv=content-security-policy content=a><meta charset=gbk>|", "a");
            assertPolicies("<meta charset=gbk http-equiv=content-security-policy content=a>|", "a");
        }

        @Test
        void areRead() {
            assertPolicies("<head><meta http-equiv=content-security-policy content='script-src &#39;self&#39;'></head>|",
                    "script-src 'self'");
            assertPolicies("<head><meta http-equiv=content&#45;security&#x2d;policy content=a></head>|", "a");
            assertPolicies("<head><meta http-equiv=content-security-policy content='a?b=c&d=e&amp;f'></head>|", "a?b=c&d=e&f");
            assertPolicies("<head><meta http-equiv=content-security-policy content='a\0'></head>|", "a\uFFFD");
        }

        @Test
        void areNoOthers() {
            assertPolicies("<head><meta http-equiv=Content-Security-Policy-Report-Only content=a></head>|");
            assertPolicies("<head><meta name=content-security-policy content=a></head>|");
            assertPolicies("<head><meta http-equiv=' content-security-policy' content=a></head>|");
            assertPolicies("<head><meta http-equiv=content-security-policy content=''></head>|");
            assertPolicies("<head><meta http-equiv=content-security-policy></head>|");
            assertPolicies("<head><template><meta http-equiv=content-security-policy content=a></template></head>|");
            assertPolicies("<head><noscript><meta http-equiv=content-security-policy content=a></noscript></head>|");
            assertPolicies("<head><!--<meta http-equiv=content-security-policy content=a>--></head>|");
            assertPolicies("<head><meta http-equiv=x http-equiv=content-security-policy content=a></head>|");
        }

        @Test
        void areIgnoredOutsideOfTheHead() {
            assertPolicies("<div></div><meta http-equiv=content-security-policy content=a><body>|");
            assertPolicies("<head>x<meta http-equiv=content-security-policy content=a></head><body>|");
        }

        @Test
        void areNotGuessed() {
            String meta = "<meta http-equiv=content-security-policy content='";
            assertEquals(Outcome.UNCLEAR, Scans.of("<head>" + meta + "script-src&nbsp;*'></head>", false, false).outcome());
            assertEquals(Outcome.UNCLEAR, Scans.of("<head>" + meta + "a".repeat(16_385) + "'></head>", false, false).outcome());
            assertEquals(Outcome.UNCLEAR, Scans.of("<head>" + (meta + "a'>").repeat(101) + "</head>", false, false).outcome());
            assertEquals(Outcome.UNCLEAR,
                    Scans.of("<head>" + (meta + "a".repeat(1000) + "'>").repeat(17) + "</head>", false, false).outcome());
            assertEquals(Outcome.AFTER_HEAD,
                    Scans.of("<head>" + (meta + "a".repeat(16_384)) + "'></head>", false, false).outcome());
        }
    }

    /** Whether a start looks like that of a part of a page, after each token. */
    @Nested
    class Fragments {

        private void assertFragment(boolean expected, String start) {
            HtmlScanner scanner = new HtmlScanner(false, false);
            for (char c : start.toCharArray()) {
                scanner.scan(c);
            }
            assertEquals(expected, scanner.isFragment(), start);
            assertTrue(scanner.searching(), start);
        }

        @Test
        void beginTheBodyWithoutADocument() {
            assertFragment(true, "<div>");
            assertFragment(true, "\n <p>x");
            assertFragment(true, "<!-- c --><ul><li>");
            assertFragment(true, "<script>var a</script><div>");
            assertFragment(true, "<meta name=a>text");
            assertFragment(true, "</body></html>");
            assertFragment(true, "<?xml version='1.0'?><a>");
            assertFragment(true, "<!dochtml><a>");
        }

        @Test
        void areNotRecognisedBefore() {
            assertFragment(false, "");
            assertFragment(false, " \r\n");
            assertFragment(false, "<!-- c -->");
            assertFragment(false, "</div>");
            assertFragment(false, "<div");
            assertFragment(false, "<script>var a</script> <style></style>");
            assertFragment(false, "<template><div>x</div></template>");
        }

        @Test
        void areNoneWithADocumentsTag() {
            assertFragment(false, "<!DOCTYPE html><div>");
            assertFragment(false, "<!doctypehtml><div>");
            assertFragment(false, "<html>x");
            assertFragment(false, "<head><title>t</title><p>");
            assertFragment(false, "<div></div><!DOCTYPE html><html>");
            assertFragment(false, "\uFEFF\uFEFF<html>");
        }
    }

    @Nested
    class AfterTheHead {

        @Test
        void whereItDeclaresNoCharset() {
            assertInjectedWithoutCharset("<html><head><title>t</title></head>|<body>");
            assertInjectedWithoutCharset("<html><head></HEAD >|<frameset>");
            assertInjectedWithoutCharset("<html><head></head x='>'>|<meta charset=gbk>");
            assertInjectedWithoutCharset("<html><head><head></head>|<body>");
        }

        @Test
        void whereItHasNoStartTag() {
            assertInjected("<html><title>t</title></head>|<body>");
            assertInjected("<html></head>|<body>");
        }

        @Test
        void unlessItWasOverBefore() {
            assertInjectedWithoutCharset("<head><title>t</title><div></div></head><body>|");
            assertInjectedWithoutCharset("<head>text</head><body>|");
            assertInjectedWithoutCharset("<head><title>t</title><div><meta charset=gbk></div></head><body>|");
        }
    }

    @Nested
    class AfterTheBodyTag {

        @Test
        void whereThereIsNoHead() {
            assertInjected("<html><body>|text");
            assertInjected("<BODY onload=\"if (1 > 0) go('>')\" bgcolor=#fff>|text");
            assertInjected("<html><title>t</title><body>|text");
            assertInjected("<body/>|text");
            assertInjectedWithoutCharset("<html><body>|text");
            assertInjectedWithoutCharset("<html><head><title>t</title><body>|text");
        }

        @Test
        void whateverCameBefore() {
            assertInjected("<center><table><tr><td><body>|");
            assertInjected("<form><input type=hidden><html><head></head><body>|");
            assertInjected("<html></body></html><body>|");
        }
    }

    @Nested
    class NotInsideOf {

        @Test
        void comments() {
            assertInjected("<!-- <head> --><head>|");
            assertInjected("<!--<head>--!><head>|");
            assertInjected("<!--><head>|-->");
            assertInjected("<!---><head>|-->");
            assertInjected("<!----><head>|-->");
            assertInjected("<!-----><head>|-->");
            assertInjected("<!---x><head>--><head>|");
            assertInjected("<!-- -- > <head> - -> <head> --><head>|");
            assertInjected("<!-- --!x> <head> --><head>|");
            assertInjected("<!-- --!- <head> --><head>|");
            assertInjected("<!-- --!-> <head> --><head>|");
            assertInjected("<!----!><head>|");
            assertInjected("<!--!> <head> --><head>|");
            assertInjected("<!-- ---> <head>|");
            assertInjected("<!--<!--><head>|-->");
            assertInjected("<!--<!--x><head>--><head>|");
            assertInjected("<!--<!--\n<head><head>--><head>|");
            assertInjected("<!-- <!-- <head> --><head>| -->");
            assertInjected("<!-- how are<we> \n -doing? --><!-- --><!----><head>|");
            assertInjected(NOWHERE + "<html><!-- <head><body>");
        }

        @Test
        void conditionalComments() {
            assertInjected("<!--[if lt IE 9]><html class=ie><head><![endif]--><html><head>|");
            assertInjected("<!--[if !IE]><!--><html><!--<![endif]--><head>|");
            assertInjected("<!--[if !IE]>--><html><!--<![endif]--><head>|");
            assertInjected("<![if !IE]><html><![endif]><head>|");
            assertInjected("<!--[if gte mso 9]><xml><head></xml><![endif]--><head>|");
        }

        @Test
        void bogusComments() {
            assertInjected("<?xml version=\"1.0\" encoding=\"gbk\"?><html><head>|");
            assertInjected("<?php echo '<head>' ?><html><body>|");
            assertInjected("<!foo <head ><head>|");
            assertInjected("</ <head><head>|");
            assertInjected("</\n<head ><head>|");
            assertInjected("<!><head>|");
            assertInjected("<!-><head>|");
            assertInjected("<!-x <head ><head>|");
            assertInjected("<!-x--><head>|");
            assertInjected("<![CDATA[ <head>]]><head></head><body>|");
        }

        @Test
        void doctypes() {
            assertInjected(
                    "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\"><head>|");
            assertInjected("<!doctype html SYSTEM '<head'><head>|");
            assertInjected("<!DOCTYPE html PUBLIC \"a><head>|\">");
            assertInjected("<!DOCTYPE><head>|");
            assertInjected("<!DOCTYPE html [<!ENTITY a 'b'>]><head></head><body>|");
        }

        @Test
        void scripts() {
            assertInjected("<script>document.write('<head>')</script><head>|");
            assertInjected("<script>if (a < b && c > d) '</scrip' + 't><head>'</script><head>|");
            assertInjected("<SCRIPT type=text/template><head></head></ScRiPt\n><head>|");
            assertInjected("<script></script/><head>|");
            assertInjected("<script></script a='>'><head>|");
            assertInjected("<script></scriptx><head></script><head>|");
            assertInjected("<script></script<head></script><head>|");
            assertInjected("<script/><head></script><head>|");
            assertInjected("<script><!DOCTYPE><head></script><head>|");
            assertInjected("<script></ script><head></script ><head>|");
            assertInjected("<script><</script><head>|");
            assertInjected("<script></</script><head>|");
        }

        @Test
        void scriptsWithinComments() {
            assertInjected("<script><!-- '<head>' --></script><head>|");
            assertInjected("<script><!--\n'<head>'\n//</script><head>|");
            assertInjected("<script><!-- <script>'</script><head>' --></script><head>|");
            assertInjected("<script><!-- <script </script><head> </script><head>|");
            assertInjected("<script><!-- <script/></script><head></script><head>|");
            assertInjected("<script><!-- <scriptx></script><head>|");
            assertInjected("<script><!-- <script></scriptx></script></script><head>|");
            assertInjected("<script><!--><script></script><head>|");
            assertInjected("<script><!---><script></script><head>|");
            assertInjected("<script><!-<script></script><head>|");
            assertInjected("<script><!-- -- <script></script> <!-- --></script><head>|");
            assertInjected("<script><!-- <script> --></script><head>|");
            assertInjected("<script><!-- <script> ---></script><head>|");
            assertInjected("<script><!-- <script> - -> </script> --></script><head>|");
            assertInjected("<script><!-- <SCRIPT>< </SCRIPT\n</script><head>|");
            assertInjected("<script><!-- <script></script</script></script><head>|");
            assertInjected("<script><!-- </</script><head>|");
            assertInjected("<script><!-- <b></script><head>|");
        }

        @Test
        void otherRawText() {
            assertInjected("<style>a:before { content: '<head>' }</style><head>|");
            assertInjected("<title><head></titl></title><head>|");
            assertInjected("<title/><head></title><head>|");
            assertInjected("<noscript><head></noscript><head>|");
            assertInjected("<noframes><body><head></noframes><head>|");
            assertInjected("<style><!-- </style><head>| -->");
            assertInjected("<title><!--</title><head>|-->");
            assertInjected("<textarea><body></textarea><body>|");
            assertInjected("<xmp><body \n<stuff<</xmp><body>|");
            assertInjected("<iframe><body></iframe><body>|");
            assertInjected("<noembed><body></noembed><body>|");
            assertInjected("<title></style></textarea></title\t><head>|");
            assertInjected(NOWHERE + "<title><head><body>");
            assertInjected(NOWHERE + "<script><head><body>");
        }

        @Test
        void templates() {
            assertInjected("<template><head><body></template><head>|");
            assertInjected("<template><template></template><body></template><body>|");
            assertInjected("<template>text<p></template><head>|");
            assertInjectedWithoutCharset("<head><template></head></template></head>|");
        }
    }

    @Nested
    class LeftAlone {

        @Test
        void isWhatDoesNotBeginLikeADocument() {
            assertUntouched(Outcome.NOT_A_DOCUMENT, "{\"html\":\"<head><body>\"}");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "  \n[\"<html><head>\"]");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "var a = '<html><head></head><body>';");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "ok<head>");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "\uFEFFok<head>");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "\uFEFF\uFEFFok<head>");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "\u4e2d\u6587<html><head>");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "< html><head>");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "<<html><head>");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "<%@ page %><html><head>");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "&lt;<html><head>");
            assertUntouched(Outcome.NOT_A_DOCUMENT, "\u00ef<html><head>");
        }

        @Test
        void isWhatHasNoHeadAndNoBody() {
            assertUntouched(Outcome.NO_PLACE_YET, "");
            assertUntouched(Outcome.NO_PLACE_YET, " \r\n ");
            assertUntouched(Outcome.NO_PLACE_YET, "\uFEFF");
            assertUntouched(Outcome.NO_PLACE_YET, "<div class=item>text</div><script>init('<body>')</script>");
            assertUntouched(Outcome.NO_PLACE_YET, "<!DOCTYPE html><title>t</title><p>hello");
            assertUntouched(Outcome.NO_PLACE_YET, "<html><header><p>1 < 2</header></html>");
            assertUntouched(Outcome.NO_PLACE_YET, "<html><body");
            assertUntouched(Outcome.NO_PLACE_YET, "<html><body class=\">");
        }

        @Test
        void areAmpPages() {
            assertUntouched(Outcome.AMP, "<!doctype html><html amp lang=en><head>");
            assertUntouched(Outcome.AMP, "<!doctype html><html lang=en AMP=\"\"><head>");
            assertUntouched(Outcome.AMP, "<!doctype html><html \u26A1><head>");
            assertUntouched(Outcome.AMP, "<!doctype html><html \u26A1=\"\" lang=en><head>");
            assertUntouched(Outcome.AMP, "<!doctype html><html amp4email><head>");
            assertUntouched(Outcome.AMP, "<!doctype html><html \u26A14ads><head>");
            assertInjected("<html data-amp=1 lang=amp amplify class='amp'><head>|");
        }

        @Test
        void areFramesetsWithoutAHead() {
            assertUntouched(Outcome.FRAMESET,
                    "<html><frameset cols=\"20%,*\"><frame src=a><noframes><body></body></noframes></frameset></html>");
            assertUntouched(Outcome.FRAMESET, "<html><title>t</title><FRAMESET><body>");
        }

        @Test
        void isWhatHasTwoOrFourBytesToTheCharacter() {
            String page = "<html><head></head><body></body></html>";
            for (String charset : new String[] {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM", "UTF-32", "UTF-32LE",
                "X-UTF-32LE-BOM", "X-UTF-32BE-BOM"}) {
                byte[] bytes = page.getBytes(Charset.forName(charset));
                assertEquals(Outcome.UTF16, Scans.of(bytes, true, false).outcome(), charset);
            }
        }

        @Test
        void isABodyThatOnlyAFullParserUnderstands() {
            assertUntouched(Outcome.UNCLEAR, "<svg><style><body></style></svg><body>");
            assertUntouched(Outcome.UNCLEAR, "<svg><![CDATA[<body>]]></svg><body>");
            assertUntouched(Outcome.UNCLEAR, "<math><body>");
            assertUntouched(Outcome.UNCLEAR, "<select><title><body></select></title>");
            assertUntouched(Outcome.UNCLEAR, "<p><plaintext><body>");
            assertUntouched(Outcome.UNCLEAR, "<template><col><style><!--</style></template><body>-->");
        }
    }

    @Nested
    class Xhtml {

        @Test
        void takesTheHeadOrElseTheBody() {
            assertInjectedInXhtml(
                    "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head>|<title/></head><body/></html>");
            assertInjectedInXhtml("<html><head/><body>|</body></html>");
            assertInjectedInXhtml("<html><head /><body class=\"a/\">|</body></html>");
            assertInjectedInXhtml("<html><head a='/'>|</head></html>");
            assertInjectedInXhtml("<html><body>|</body></html>");
            assertInjectedInXhtml(NOWHERE + "<html><head/><body/></html>");
        }

        @Test
        void knowsItsCharset() {
            assertPlace("<?xml version=\"1.0\" encoding=\"gbk\"?><html><head>|<meta charset=\"gbk\"/></head></html>", false,
                    true);
        }

        @Test
        void tellsNamesByTheirCase() {
            assertInjectedInXhtml("<html><HEAD></HEAD><Head></Head><head>|</head></html>");
        }

        @Test
        void knowsSectionsInstructionsAndComments() {
            assertInjectedInXhtml("<?php echo '>' <head> ?><html><?x <head>??><head>|</head></html>");
            assertInjectedInXhtml("<html><?x ? <head> ?><?x ??<head>?><head>|</head></html>");
            assertInjectedInXhtml("<html><x><![CDATA[ <head> ] ]> ]] > <head>]]]></x><head>|</head></html>");
            assertInjectedInXhtml("<html><![CDATA[]]]<head>]]><![CDATA[]]]]><head>|</head></html>");
            assertInjectedInXhtml("<!--> <head> --><html><head>|</head></html>");
            assertInjectedInXhtml("<!-- --!> <head> --><html><head>|</head></html>");
        }

        @Test
        void hasNoRawText() {
            assertInjectedInXhtml("<html><x><title/><script/><style/></x><head>|</head></html>");
            assertInjectedInXhtml("<html><script>a &lt; b<!-- </script><head> --></script><head>|</head></html>");
        }

        @Test
        void skipsADoctypeWithQuotes() {
            assertInjectedInXhtml("<!DOCTYPE html PUBLIC \"<html><head>\" '<html><head>\"<head>'><html><head>|</head></html>");
            assertInjectedInXhtml("<!DOCTYPE html PUBLIC '<html><head>' \"<html><head>'<head>\"><html><head>|</head></html>");
        }

        @Test
        void isLeftAloneWithAnInternalSubset() {
            String page = "<!DOCTYPE html [<!ENTITY nbsp \"<head>\">]><html><head></head></html>";
            assertEquals(Outcome.UNCLEAR, Scans.of(page, true, true).outcome());
        }

        @Test
        void isLeftAloneUnlessItIsHtml() {
            String page = "<svg xmlns=\"http://www.w3.org/2000/svg\"><foreignObject><body></body></foreignObject></svg>";
            assertEquals(Outcome.NOT_A_DOCUMENT, Scans.of(page, true, true).outcome());
        }
    }
}
