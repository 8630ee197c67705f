package io.github.wxconfig.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds and parses the value of each option, and collects what was found and what was wrong with it. For one thread.
 *
 * <p>An invalid value is never an error: it becomes a line in {@link #problems()}, and the default is used.
 */
final class OptionValues {

    /** Converts the text to the typed value. */
    interface Parser<T> {
        T parse(String text) throws InvalidValueException;
    }

    private final List<SettingsSource> sources;
    private final Placeholders placeholders;
    private final @Nullable String account;
    private final Map<Option, Value> inForce = new EnumMap<>(Option.class);
    /** Set, but to a placeholder that has no value. */
    private final Set<Option> unresolved = EnumSet.noneOf(Option.class);
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> shown = new LinkedHashMap<>();

    /** @param account the name of the account whose options are read, or {@code null} for the options without a name */
    OptionValues(List<SettingsSource> sources, Placeholders placeholders, @Nullable String account) {
        this.sources = sources;
        this.placeholders = placeholders;
        this.account = account;
    }

    /** Whether the options of a named account are read. */
    boolean isNamed() {
        return account != null;
    }

    /** What the names of the options begin with: {@code wxconfig.shop.} for an account. */
    String prefix() {
        return account == null ? Option.PREFIX : Option.PREFIX + account + '.';
    }

    /** The option's name, with that of the account: {@code wxconfig.shop.appid}. */
    String property(Option option) {
        return prefix() + option.key();
    }

    List<String> problems() {
        return problems;
    }

    /** What was set, and in which source, by the options' names. */
    Map<String, String> shown() {
        return shown;
    }

    /** The values in force, as they were written. */
    Map<Option, String> texts() {
        Map<Option, String> texts = new EnumMap<>(Option.class);
        inForce.forEach((option, value) -> texts.put(option, value.text()));
        return texts;
    }

    /** The names of the options that any source contains, even with an empty value. */
    Set<String> written() {
        Set<String> written = new LinkedHashSet<>();
        for (SettingsSource source : sources) {
            source.names().forEach(key -> written.add(Option.PREFIX + key));
        }
        return written;
    }

    /** Whether any source contains the option, even with an empty value. */
    boolean isWritten(Option option) {
        return written().contains(option.property());
    }

    /** Returns the value of an option that has a default: the one that was set, if it is valid, or the default. */
    <T> T get(Option option, Parser<T> parser) {
        T value = getOrNull(option, parser);
        if (value == null) {
            throw new IllegalStateException(option + " has no default");
        }
        return value;
    }

    /** Returns the value that was set, or the default if none was set or it is invalid; {@code null} without a default. */
    <T> @Nullable T getOrNull(Option option, Parser<T> parser) {
        Value value = find(option);
        if (value == null) {
            return defaultOf(option, parser);
        }
        try {
            T parsed = parser.parse(value.text());
            inForce.put(option, value);
            shown.put(value.property(), value.shown(value.text()) + " (" + value.from() + ")");
            return parsed;
        } catch (InvalidValueException wrong) {
            problem(value.property(), value.shown(value.text()), value.from(), wrong, "using " + shownDefault(option));
            shown.put(value.property(), shownDefault(option) + " (default, the value " + value.from() + " is wrong)");
            return defaultOf(option, parser);
        }
    }

    /**
     * Returns a supplier that reads the files in the value of {@code option} again; while that fails, it returns the last
     * value.
     */
    Supplier<@Nullable String> again(Option option, @Nullable String first, Parser<String> parser) {
        Value value = inForce.get(option);
        if (value == null || !value.isFromFile()) {
            return () -> first;
        }
        AtomicReference<String> last = new AtomicReference<>(first);
        Placeholders machine = placeholders; // and not this object, whose life would be that of the settings
        return () -> {
            try {
                last.set(parser.parse(value.again(machine).text()));
            } catch (InvalidValueException passing) {
                // the file is being written or has been removed
            }
            return last.get();
        };
    }

    /** Returns a list, separated by commas or blanks, without duplicates; {@code none} is the empty list. */
    List<String> list(Option option) {
        Set<String> elements = getOrNull(option, OptionValues::split);
        return elements == null ? new ArrayList<>() : new ArrayList<>(elements);
    }

    /** Returns a list as above, without its invalid elements, which are reported. */
    List<String> list(Option option, Predicate<String> isRight, InvalidValueException otherwise) {
        List<String> elements = list(option);
        elements.removeIf(element -> {
            boolean wrong = !isRight.test(element);
            if (wrong) {
                warn(option, element, otherwise, "leaving it out");
            }
            return wrong;
        });
        return elements;
    }

    /** Whether the option is set; an invalid value does not count, a list of invalid elements does. */
    boolean isSet(Option option) {
        return inForce.containsKey(option);
    }

    /** Whether the option is set, but no source has a value that can be resolved. */
    boolean isUnresolved(Option option) {
        return unresolved.contains(option) && !isSet(option);
    }

    /** Reports that (a part of) the value is suspicious, unless it is the default. */
    void warn(Option option, String part, InvalidValueException oddity, String consequence) {
        Value value = inForce.get(option);
        if (value != null) {
            problem(value.property(), value.shown(part), value.from(), oddity, consequence);
        }
    }

    /** Whether the value in force was set for an account by the account's name. */
    boolean isOfAccount(Option option) {
        Value value = inForce.get(option);
        return value != null && value.isOfAccount();
    }

    void problem(String message) {
        problems.add(message);
    }

    private void problem(String property, String shown, String from, InvalidValueException wrong, String consequence) {
        problem(property + " [" + shown + "] " + from + " " + wrong.fault() + "; " + consequence + ". "
                + wrong.remedy() + ".");
    }

    /** Returns the value of the first source with a usable one; an empty value counts as not set. */
    private @Nullable Value find(Option option) {
        for (SettingsSource source : sources) {
            String written = isMisplaced(option, source) ? null : source.get(option.key());
            if (written == null) {
                continue;
            }
            try {
                Value value = placeholders.resolve(option, Value.trim(written), source);
                if (!value.text().isEmpty()) {
                    return value;
                }
            } catch (InvalidValueException e) {
                problem(source.property(option), option.shown(Value.trim(written)), "from " + source.name(), e,
                        "treating it as not set");
                unresolved.add(option);
            }
        }
        return null;
    }

    /** Whether an account has been given an option of the whole filter. */
    private static boolean isMisplaced(Option option, SettingsSource source) {
        return source.isOfAccount() && option.scope() == Option.Scope.FILTER;
    }

    private static <T> @Nullable T defaultOf(Option option, Parser<T> parser) {
        try {
            return option.defaultText().isEmpty() ? null : parser.parse(option.defaultText());
        } catch (InvalidValueException impossible) {
            throw new IllegalStateException(option + "'s own default " + impossible.fault(), impossible);
        }
    }

    private static Set<String> split(String text) {
        Set<String> elements = new LinkedHashSet<>();
        if (!text.equalsIgnoreCase("none")) {
            for (String element : text.split("[,，、\\s]+")) {
                if (!Value.trim(element).isEmpty()) {
                    elements.add(Value.trim(element));
                }
            }
        }
        return elements;
    }

    private static String shownDefault(Option option) {
        return option.defaultText().isEmpty() ? "none" : "[" + option.defaultText() + "]";
    }

    /** Reports the names that belong to no option, nor to one of these accounts. */
    void warnOfUnknownNames(Collection<String> accounts) {
        for (SettingsSource source : sources) {
            for (String name : source.unknownNames(accounts)) {
                problem("[" + name + "] from " + source.name() + " is not an option; ignoring it. The nearest known name is ["
                        + source.nearestTo(name) + "].");
            }
            for (Option option : Option.values()) {
                if (isMisplaced(option, source) && source.get(option.key()) != null) {
                    problem(source.property(option) + " from " + source.name()
                            + " is an option of the whole filter; ignoring it. Write "
                            + option.property() + ".");
                }
            }
        }
    }
}
