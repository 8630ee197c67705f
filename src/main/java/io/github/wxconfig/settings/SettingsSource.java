package io.github.wxconfig.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options from one source, such as the environment, in the spelling that the source uses for their names. Case,
 * {@code -} and {@code _} in names are ignored everywhere.
 *
 * <p>Immutable: a snapshot, taken when it is created. Names that begin with {@code wxconfig.} but belong to no option are
 * {@linkplain #unknownNames() unknown names}.
 */
public final class SettingsSource {

    private static final PerApplication<List<SettingsSource>> HANDED_OVER = new PerApplication<>();

    private final String name;
    private final Spelling spelling;
    private final Map<String, String> values = new HashMap<>();
    private final List<String> unknownNames = new ArrayList<>();

    private SettingsSource(String name, Spelling spelling, Iterable<String> names, Function<String, String> get) {
        this.name = name;
        this.spelling = spelling;
        Set<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        for (String written : sorted) {
            take(written, get);
        }
    }

    private void take(String written, Function<String, String> get) {
        String key = spelling.keyOf(written);
        if (key == null) {
            return;
        }
        if (isOption(key)) {
            String value = get.apply(written);
            if (value != null) {
                values.putIfAbsent(canonical(key), value);
            }
        } else {
            unknownNames.add(written);
        }
    }

    private boolean isOption(String key) {
        for (Option option : Option.values()) {
            if (canonical(option.key()).equals(canonical(key))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the form that all spellings of a key share: {@code js-api-list} is {@code jsApiList}. */
    private static String canonical(String key) {
        return key.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** Returns the system properties {@code wxconfig.x}; none if a security manager hides them. */
    public static SettingsSource systemProperties() {
        Set<String> names;
        try {
            names = System.getProperties().stringPropertyNames();
        } catch (SecurityException hidden) {
            names = Collections.emptySet();
        }
        return new SettingsSource("system property", Spelling.PREFIXED, names, System::getProperty);
    }

    /** Returns the environment variables {@code WXCONFIG_X}; none if a security manager hides them. */
    public static SettingsSource environment() {
        try {
            return environment(System.getenv());
        } catch (SecurityException hidden) {
            return environment(Collections.emptyMap());
        }
    }

    /** Returns the environment variables {@code WXCONFIG_X} of a map. */
    static SettingsSource environment(Map<String, String> variables) {
        return new SettingsSource("environment", Spelling.VARIABLE, variables.keySet(), variables::get);
    }

    /** Returns the filter's own init-params, with or without prefix. */
    public static SettingsSource initParams(Function<String, String> get, Enumeration<String> names) {
        return new SettingsSource("init-param", Spelling.INIT_PARAM, Collections.list(names), get);
    }

    /** Returns the web application's context-params {@code wxconfig.x}. */
    public static SettingsSource contextParams(Function<String, String> get, Enumeration<String> names) {
        return new SettingsSource("context-param", Spelling.PREFIXED, Collections.list(names), get);
    }

    /** Returns any other source of names {@code wxconfig.x}; {@code name} is its name in messages. */
    public static SettingsSource of(String name, Map<String, String> properties) {
        return new SettingsSource(name, Spelling.PREFIXED, properties.keySet(), properties::get);
    }

    /** Hands sources over to the filters of an application, which read them after all others. Call it before any {@code init}. */
    public static void handOver(List<SettingsSource> sources, ClassLoader loader, String contextPath) {
        HANDED_OVER.put(loader, contextPath, new ArrayList<>(sources));
    }

    /** Returns the sources that were handed over, if any. */
    public static List<SettingsSource> handedOver(ClassLoader loader, String contextPath) {
        List<SettingsSource> sources = HANDED_OVER.get(loader, contextPath);
        return sources == null ? Collections.<SettingsSource>emptyList() : sources;
    }

    /** The name in messages: {@code context-param}. */
    public String name() {
        return name;
    }

    /** Returns the value of an option's key such as {@code appid}, as it was written, or {@code null}. */
    public @Nullable String get(String key) {
        return values.get(canonical(key));
    }

    /** The keys of the options that have a value here, without prefix, in the order of the options. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Option option : Option.values()) {
            if (get(option.key()) != null) {
                names.add(option.key());
            }
        }
        return names;
    }

    /** The names that have the prefix of an option and belong to none, as written, in alphabetical order. */
    List<String> unknownNames() {
        return Collections.unmodifiableList(unknownNames);
    }

    /** Returns the option's name, in the spelling of this source, that is most similar to an unknown name. */
    @Nullable String nearestTo(String unknownName) {
        Map<String, String> spelled = new HashMap<>();
        List<String> keys = new ArrayList<>();
        for (Option option : Option.values()) {
            keys.add(option.key());
            spelled.put(option.key(), spelling.spell(option));
        }
        String key = spelling.keyOf(unknownName);
        return key == null ? null : spelled.get(NearestName.of(canonical(key), keys));
    }

    /** Converts an option's key to its name in a source, and back. */
    private enum Spelling {

        PREFIXED {
            @Override
            @Nullable String keyOf(String written) {
                return written.startsWith(Option.PREFIX) ? written.substring(Option.PREFIX.length()) : null;
            }
        },
        INIT_PARAM {
            @Override
            String keyOf(String written) {
                return written.startsWith(Option.PREFIX) ? written.substring(Option.PREFIX.length()) : written;
            }

            @Override
            String spell(Option option) {
                return option.key();
            }
        },
        VARIABLE {
            @Override
            @Nullable String keyOf(String written) {
                return written.startsWith(Option.VARIABLE_PREFIX)
                        ? written.substring(Option.VARIABLE_PREFIX.length()) : null;
            }

            @Override
            String spell(Option option) {
                return option.variable();
            }
        };

        /** Returns the part after the prefix, or {@code null} without the prefix. */
        abstract @Nullable String keyOf(String written);

        String spell(Option option) {
            return option.property();
        }
    }
}
