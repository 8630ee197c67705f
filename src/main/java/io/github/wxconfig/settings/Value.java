package io.github.wxconfig.settings;

import org.jspecify.annotations.Nullable;

/** Holds the value of an option, trimmed and with its placeholders replaced, and knows how to show it. Immutable. */
final class Value {

    private final Option option;
    private final String text;
    private final @Nullable String writtenWithFile;
    private final SettingsSource source;

    /** @param writtenWithFile the value before a file was read into it, shown in its stead; {@code null} if none was */
    Value(Option option, String text, @Nullable String writtenWithFile, SettingsSource source) {
        this.option = option;
        this.text = trim(text);
        this.writtenWithFile = writtenWithFile;
        this.source = source;
    }

    String text() {
        return text;
    }

    boolean isFromFile() {
        return writtenWithFile != null;
    }

    /** The value as it is now, if it is from a file. */
    Value again(Placeholders placeholders) throws InvalidValueException {
        return writtenWithFile == null ? this : placeholders.resolve(option, writtenWithFile, source);
    }

    /** The value, or one element of it, as it may be shown. */
    String shown(String part) {
        return writtenWithFile == null ? option.shown(part, text) : option.shown(writtenWithFile);
    }

    String from() {
        return "from " + source.name();
    }

    /** The option's name as in the source, with that of the account. */
    String property() {
        return source.property(option);
    }

    /** Whether it was set for an account by the account's name. */
    boolean isOfAccount() {
        return source.isOfAccount();
    }

    /** Without blanks at both ends, also those that come along when text is copied from a web page. */
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\u00a0' || c == '\u200b' || c == '\u3000' || c == '\ufeff';
    }
}
