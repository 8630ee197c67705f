package io.github.wxconfig.html;

import org.jspecify.annotations.Nullable;

/**
 * Reads the attributes of the current tag that matter: does it make the page AMP, does it declare a charset, does it
 * set a Content-Security-Policy?
 *
 * <p>Of several attributes of one name the first counts. Nothing longer than what matters is remembered.
 */
final class Attributes {

    /** Long enough to tell all names that matter from all others. */
    private static final int LONGEST_NAME = 16;
    private static final int LONGEST_KEYWORD = 64;
    /** A longer policy is not understood. */
    static final int LONGEST_POLICY = 16_384;

    /** What NUL becomes. */
    private static final char REPLACEMENT = '\uFFFD';

    /** In lower case. */
    private final StringBuilder name = new StringBuilder(LONGEST_NAME);
    private final Value charset = new Value(LONGEST_KEYWORD);
    private final Value httpEquiv = new Value(LONGEST_KEYWORD);
    private final Value content = new Value(LONGEST_POLICY);
    /** Of the attribute at hand; {@code null} if it does not matter. */
    private @Nullable Value value;
    private boolean amp;
    private final CharacterReferences references = new CharacterReferences();

    /** A tag begins. */
    void clear() {
        charset.clear();
        httpEquiv.clear();
        content.clear();
        value = null;
        amp = false;
    }

    /** An attribute begins. */
    void begin() {
        name.setLength(0);
        value = null;
    }

    void appendToName(int c) {
        if (name.length() < LONGEST_NAME) {
            name.append((char) Ascii.toLowerCase(c));
        }
    }

    /** The name is complete; a value may follow. */
    void endName() {
        if (is("charset")) {
            value = charset.begin();
        } else if (is("http-equiv")) {
            value = httpEquiv.begin();
        } else if (is("content")) {
            value = content.begin();
        } else {
            amp |= is("amp") || begins("amp4") || begins("\u26A1") || begins("\u00E2\u009A\u00A1");
        }
    }

    private boolean is(String known) {
        return name.length() == known.length() && begins(known);
    }

    private boolean begins(String known) {
        return Ascii.startsWith(name, 0, known);
    }

    /** Returns whether the value of the attribute at hand matters. */
    boolean isValueWanted() {
        return value != null;
    }

    void appendToValue(int c) {
        if (value != null) {
            value.append(c);
        }
    }

    // What they say, when the tag is complete.

    /** {@code amp}, the lightning sign (as a char, or as three bytes of UTF-8), and their kin such as {@code amp4email}. */
    boolean isAmp() {
        return amp;
    }

    /** A browser passes over labels it does not know, and so do we. */
    boolean declareCharset() {
        return charset.begun && EncodingLabel.isKnown(charset.text) || isPragma("content-type") && content.namesCharset();
    }

    boolean setPolicy() {
        return isPragma("content-security-policy") && content.text.length() > 0;
    }

    private boolean isPragma(String keyword) {
        if (httpEquiv.text.length() < keyword.length()) {
            return false; // references are longer than what they stand for
        }
        CharSequence pragma = references.replaceIn(httpEquiv.text);
        return pragma != null && pragma.length() == keyword.length() && Ascii.startsWith(pragma, 0, keyword);
    }

    /** The policy, or {@code null} if only a full parser could read it. */
    @Nullable String policy() {
        CharSequence policy = content.cut ? null : references.replaceIn(content.text);
        return policy == null ? null : policy.toString();
    }

    /** An attribute's value. */
    private static final class Value {

        private final int longest;
        private final StringBuilder text = new StringBuilder();
        private boolean begun;
        private boolean cut;

        Value(int longest) {
            this.longest = longest;
        }

        void clear() {
            text.setLength(0);
            begun = false;
            cut = false;
        }

        /** Returns this, or {@code null} if it has a value already. */
        @Nullable Value begin() {
            if (begun) {
                return null;
            }
            begun = true;
            return this;
        }

        void append(int c) {
            if (text.length() < longest) {
                text.append(c == 0 ? REPLACEMENT : (char) c);
            } else {
                cut = true;
            }
        }

        /**
         * Returns whether it is like {@code text/html; charset=gbk}.
         *
         * @see <a
         * href="https://html.spec.whatwg.org/multipage/urls-and-fetching.html#extracting-character-encodings-from-meta-elements">
         *      Extracting a character encoding from a meta element</a>
         */
        boolean namesCharset() {
            for (int i = 0; i < text.length(); i++) {
                if (Ascii.startsWith(text, i, "charset")) {
                    i = skipSpace(i + "charset".length());
                    if (i < text.length() && text.charAt(i) == '=') {
                        return isLabelAt(skipSpace(i + 1));
                    }
                    i--;
                }
            }
            return false;
        }

        private int skipSpace(int from) {
            int i = from;
            while (i < text.length() && Ascii.isSpace(text.charAt(i))) {
                i++;
            }
            return i;
        }

        private boolean isLabelAt(int from) {
            char quote = from < text.length() ? text.charAt(from) : 0;
            if (quote == '"' || quote == '\'') {
                int end = text.indexOf(String.valueOf(quote), from + 1);
                return end > 0 && EncodingLabel.isKnown(text, from + 1, end);
            }
            int end = from;
            while (end < text.length() && text.charAt(end) != ';' && !Ascii.isSpace(text.charAt(end))) {
                end++;
            }
            return EncodingLabel.isKnown(text, from, end);
        }
    }
}
