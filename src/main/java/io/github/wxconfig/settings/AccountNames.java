package io.github.wxconfig.settings;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells which names an account may have, so that no option's name can be read in two ways. */
final class AccountNames {

    /** Longer than the name of any account; it appears in addresses and in the log. */
    private static final int MAX_LENGTH = 40;

    private AccountNames() {
    }

    /** Returns the names that {@code wxconfig.accounts} lists, in lower case and in that order. */
    static Set<String> of(OptionValues values) {
        List<String> written = values.list(Option.ACCOUNTS, AccountNames::isName,
                new InvalidValueException("is not a name for an account",
                "Write letters and digits, at most " + MAX_LENGTH + ", and no word that options begin with, such as shop"));
        Set<String> names = new LinkedHashSet<>();
        written.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    /**
     * Whether {@code text} is letters and digits of ASCII, and neither the name of an option nor the beginning of one that goes
     * on
     * with another option's name: {@code WXCONFIG_TICKET_TOKEN} is the option ticketToken and not the token of an account.
     */
    static boolean isName(String text) {
        if (!text.matches("[A-Za-z0-9]{1," + MAX_LENGTH + "}")) {
            return false;
        }
        String name = text.toLowerCase(Locale.ROOT);
        for (Option option : Option.values()) {
            String key = option.key().toLowerCase(Locale.ROOT);
            if (key.equals(name) || key.startsWith(name) && isOption(key.substring(name.length()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOption(String rest) {
        for (Option option : Option.values()) {
            if (option.key().equalsIgnoreCase(rest)) {
                return true;
            }
        }
        return false;
    }
}
