package io.github.wxconfig.page;

import java.util.ArrayList;
import java.util.List;

/** Splits the value of a header into its items; a delimiter within a quoted string does not count (RFC 9110, 5.6). */
final class HeaderList {

    private HeaderList() {
    }

    /** Returns the items without surrounding white space. */
    static List<String> split(String value, char delimiter) {
        List<String> items = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && c == delimiter) {
                items.add(value.substring(from, i).trim());
                from = i + 1;
            }
        }
        items.add(value.substring(from).trim());
        return items;
    }
}
