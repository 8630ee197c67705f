package io.github.wxconfig.html;

/**
 * Recognises HTML without a Content-Type by its first bytes, with the rules of browsers.
 *
 * <p>One of a few tags must come first, after nothing but white space, in any case, and be followed by a space or by
 * {@code >}. So XML, text after a byte order mark, and unusual tags are not HTML, whatever follows. As browsers do, it
 * looks no further than a limit. Input may end and go on anywhere.
 *
 * @see <a href="https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type">MIME Sniffing, 7.1</a>
 */
final class HtmlSignature {

    /** As many bytes as Chromium looks at; the standard allows more. */
    private static final int LIMIT = 1024;

    private static final String[] TAGS = {"<!DOCTYPE HTML", "<HTML", "<HEAD", "<SCRIPT", "<IFRAME", "<H1", "<DIV", "<FONT",
        "<TABLE", "<A", "<STYLE", "<TITLE", "<B", "<BODY", "<BR", "<P", "<!--"};

    enum Verdict { OPEN, HTML, SOMETHING_ELSE }

    /** A bit for each of the tags that what was read so far may be the beginning of. */
    private int candidates = (1 << TAGS.length) - 1;
    /** How much of them has been read. */
    private int matched;
    private int read;

    Verdict read(int c) {
        if (++read > LIMIT) {
            return Verdict.SOMETHING_ELSE;
        }
        if (matched == 0 && Ascii.isSpace(c)) {
            return Verdict.OPEN;
        }
        int unit = Ascii.toLowerCase(c);
        for (int i = 0; i < TAGS.length; i++) {
            if ((candidates & 1 << i) != 0) {
                String tag = TAGS[i];
                if (matched == tag.length() && (c == ' ' || c == '>')) {
                    return Verdict.HTML;
                }
                if (matched == tag.length() || Ascii.toLowerCase(tag.charAt(matched)) != unit) {
                    candidates &= ~(1 << i);
                }
            }
        }
        matched++;
        return candidates == 0 ? Verdict.SOMETHING_ELSE : Verdict.OPEN;
    }
}
