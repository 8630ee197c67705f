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

/**
 * One place where values come from, with the way names are spelled there; upper and lower case are alike everywhere, and
 * {@code -} and {@code _} are as if they were not there.
 *
 * <p>A snapshot: immutable, taken when it is made. Names that begin with {@code wxconfig.} but belong to no option are
 * kept aside as {@linkplain #strangers() strangers}.
 */
public final class SettingsSource {

    private static final PerApplication<List<SettingsSource>> HANDED_OVER = new PerApplication<>();

    private final String name;
    private final Spelling spelling;
    private final Map<String, String> values = new HashMap<>();
    private final List<String> strangers = new ArrayList<>();

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
            strangers.add(written);
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

    /** What all the ways to write one key have in common: {@code js-api-list} is {@code jsApiList}. */
    private static String canonical(String key) {
        return key.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** The system properties {@code wxconfig.x}; none of them where a security manager hides them. */
    public static SettingsSource systemProperties() {
        Set<String> names;
        try {
            names = System.getProperties().stringPropertyNames();
        } catch (SecurityException hidden) {
            names = Collections.emptySet();
        }
        return new SettingsSource("system property", Spelling.PREFIXED, names, System::getProperty);
    }

    /** The environment variables {@code WXCONFIG_X}; none of them where a security manager hides them. */
    public static SettingsSource environment() {
        try {
            return environment(System.getenv());
        } catch (SecurityException hidden) {
            return environment(Collections.emptyMap());
        }
    }

    /** Likewise, from a given map. */
    public static SettingsSource environment(Map<String, String> variables) {
        return new SettingsSource("environment", Spelling.VARIABLE, variables.keySet(), variables::get);
    }

    /** The filter's own init-params, with prefix or without; all of them are meant for us. */
    public static SettingsSource initParams(Function<String, String> get, Enumeration<String> names) {
        return new SettingsSource("init-param", Spelling.INIT_PARAM, Collections.list(names), get);
    }

    /** The web application's context-params {@code wxconfig.x}. */
    public static SettingsSource contextParams(Function<String, String> get, Enumeration<String> names) {
        return new SettingsSource("context-param", Spelling.PREFIXED, Collections.list(names), get);
    }

    /** Any other place that holds names of the form {@code wxconfig.x}; {@code name} is how messages call it. */
    public static SettingsSource of(String name, Map<String, String> properties) {
        return new SettingsSource(name, Spelling.PREFIXED, properties.keySet(), properties::get);
    }

    /** Leaves values for the filters of an application, which read them after all others; before any {@code init}. */
    public static void handOver(List<SettingsSource> sources, ClassLoader loader, String contextPath) {
        HANDED_OVER.put(loader, contextPath, new ArrayList<>(sources));
    }

    /** What was left by {@link #handOver}, if anything. */
    public static List<SettingsSource> handedOver(ClassLoader loader, String contextPath) {
        List<SettingsSource> sources = HANDED_OVER.get(loader, contextPath);
        return sources == null ? Collections.<SettingsSource>emptyList() : sources;
    }

    /** How messages call it: {@code context-param}. */
    public String name() {
        return name;
    }

    /** The value for an option's key such as {@code appid}, as it was written, or {@code null}. */
    public String get(String key) {
        return values.get(canonical(key));
    }

    /** The keys of the options that it has values for, without prefix, in the order of the options. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Option option : Option.values()) {
            if (get(option.key()) != null) {
                names.add(option.key());
            }
        }
        return names;
    }

    /** The names, as written, that are ours by their prefix and yet no option's; in alphabetical order. */
    public List<String> strangers() {
        return Collections.unmodifiableList(strangers);
    }

    /** The name of an option, as it is spelled here, that a stranger is nearest to. */
    String nearestTo(String stranger) {
        Map<String, String> spelled = new HashMap<>();
        List<String> keys = new ArrayList<>();
        for (Option option : Option.values()) {
            keys.add(option.key());
            spelled.put(option.key(), spelling.spell(option));
        }
        return spelled.get(NearestName.of(canonical(spelling.keyOf(stranger)), keys));
    }

    /** How an option's key becomes a name, and back. */
    private enum Spelling {

        PREFIXED {
            @Override
            String keyOf(String written) {
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
            String keyOf(String written) {
                return written.startsWith(Option.VARIABLE_PREFIX)
                        ? written.substring(Option.VARIABLE_PREFIX.length()) : null;
            }

            @Override
            String spell(Option option) {
                return option.variable();
            }
        };

        /** What follows the prefix, or {@code null} if the name is not ours. */
        abstract String keyOf(String written);

        String spell(Option option) {
            return option.property();
        }
    }
}
