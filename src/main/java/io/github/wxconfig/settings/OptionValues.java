package io.github.wxconfig.settings;

import java.util.ArrayList;
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

/**
 * Finds the value of each option and keeps account of what was found and what was wrong with it.
 *
 * <p>A value that cannot be used is never an error: it becomes a line in {@link #problems()}, and the default holds.
 */
final class OptionValues {

    /** Makes the typed value out of the text. */
    interface Parser<T> {
        T parse(String text) throws InvalidValueException;
    }

    private final List<SettingsSource> sources;
    private final Placeholders placeholders;
    private final Map<Option, Value> inForce = new EnumMap<>(Option.class);
    /** Set, but to a placeholder that has no value. */
    private final Set<Option> unresolved = EnumSet.noneOf(Option.class);
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> shown = new LinkedHashMap<>();

    OptionValues(List<SettingsSource> sources, Placeholders placeholders) {
        this.sources = sources;
        this.placeholders = placeholders;
        sources.forEach(this::warnOfStrangers);
    }

    List<String> problems() {
        return problems;
    }

    /** By the options' names, what was set and from where. */
    Map<String, String> shown() {
        return shown;
    }

    /** The values in force, as they were written. */
    Map<Option, String> texts() {
        Map<Option, String> texts = new EnumMap<>(Option.class);
        inForce.forEach((option, value) -> texts.put(option, value.text()));
        return texts;
    }

    /** The names of the options that any source has, be it with an empty value. */
    Set<String> written() {
        Set<String> written = new LinkedHashSet<>();
        for (SettingsSource source : sources) {
            source.names().forEach(key -> written.add(Option.PREFIX + key));
        }
        return written;
    }

    /** Whether any source has it, be it with an empty value. */
    boolean isWritten(Option option) {
        return written().contains(option.property());
    }

    /** The value that was set, or the default where none was or it is wrong; {@code null} without a default. */
    <T> T get(Option option, Parser<T> parser) {
        Value value = find(option);
        if (value == null) {
            return defaultOf(option, parser);
        }
        try {
            T parsed = parser.parse(value.text());
            inForce.put(option, value);
            shown.put(option.property(), value.shown(value.text()) + " (" + value.from() + ")");
            return parsed;
        } catch (InvalidValueException wrong) {
            problem(option, value.shown(value.text()), value.from(), wrong, "using " + shownDefault(option));
            shown.put(option.property(), shownDefault(option) + " (default, the value " + value.from() + " is wrong)");
            return defaultOf(option, parser);
        }
    }

    /** Reads the files anew that the value of {@code option} is made of; as long as that fails, what was read last holds. */
    Supplier<String> again(Option option, String first, Parser<String> parser) {
        Value value = inForce.get(option);
        if (value == null || !value.isFromFile()) {
            return () -> first;
        }
        AtomicReference<String> last = new AtomicReference<>(first);
        return () -> {
            try {
                last.set(parser.parse(value.again(placeholders).text()));
            } catch (InvalidValueException passing) {
                // a file that is being written, or has been taken away
            }
            return last.get();
        };
    }

    /** A list, separated by commas or blanks, without duplicates; {@code none} is the empty one. */
    List<String> list(Option option) {
        Set<String> elements = get(option, OptionValues::split);
        return elements == null ? new ArrayList<>() : new ArrayList<>(elements);
    }

    /** Likewise, without the elements that are wrong. */
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

    /** Whether somebody has set it; a wrong value does not count, a list of wrong elements does. */
    boolean isSet(Option option) {
        return inForce.containsKey(option);
    }

    /** Whether somebody has set it, and no source has a value that can be read. */
    boolean isUnresolved(Option option) {
        return unresolved.contains(option) && !isSet(option);
    }

    /** Says that something is odd about (a part of) the value that was set; nothing if the default holds. */
    void warn(Option option, String part, InvalidValueException oddity, String consequence) {
        Value value = inForce.get(option);
        if (value != null) {
            problem(option, value.shown(part), value.from(), oddity, consequence);
        }
    }

    void problem(String message) {
        problems.add(message);
    }

    private void problem(Option option, String shown, String from, InvalidValueException wrong, String consequence) {
        problem(option.property() + " [" + shown + "] " + from + " " + wrong.fault() + "; " + consequence + ". "
                + wrong.remedy() + ".");
    }

    /** The first source that has a usable value decides; an empty value counts as not set. */
    private Value find(Option option) {
        for (SettingsSource source : sources) {
            String written = source.get(option.key());
            if (written == null) {
                continue;
            }
            try {
                Value value = placeholders.resolve(option, Value.trim(written), source);
                if (!value.text().isEmpty()) {
                    return value;
                }
            } catch (InvalidValueException e) {
                problem(option, option.shown(Value.trim(written)), "from " + source.name(), e,
                        "treating it as not set");
                unresolved.add(option);
            }
        }
        return null;
    }

    private static <T> T defaultOf(Option option, Parser<T> parser) {
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

    private void warnOfStrangers(SettingsSource source) {
        for (String stranger : source.strangers()) {
            problem("[" + stranger + "] from " + source.name() + " is no option; ignoring it. The nearest known name is ["
                    + source.nearestTo(stranger) + "].");
        }
    }
}
