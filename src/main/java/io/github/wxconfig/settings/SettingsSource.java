package io.github.wxconfig.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One place where values come from, with the way names are spelled there.
 *
 * <p>A snapshot: immutable, taken when it is made. Names that begin with {@code wxconfig.} but belong to no option are
 * kept aside as {@linkplain #strangers() strangers}.
 */
public final class SettingsSource {

    private static final String VARIABLE_PREFIX = "WXCONFIG_";

    private final String name;
    private final boolean variables;
    private final Map<String, String> values = new HashMap<>();
    private final List<String> strangers = new ArrayList<>();

    private SettingsSource(String name, boolean variables) {
        this.name = name;
        this.variables = variables;
    }

    /** The system properties {@code wxconfig.x}; none of them where a security manager hides them. */
    public static SettingsSource systemProperties() {
        SettingsSource source = new SettingsSource("system property", false);
        try {
            Set<String> names = System.getProperties().stringPropertyNames();
            source.take(names, System::getProperty, SettingsSource::afterPrefix);
        } catch (SecurityException hidden) {
            return new SettingsSource("system property", false);
        }
        return source;
    }

    /** The environment variables {@code WXCONFIG_X}; none of them where a security manager hides them. */
    public static SettingsSource environment() {
        try {
            return environment(System.getenv());
        } catch (SecurityException hidden) {
            return environment(Collections.emptyMap());
        }
    }

    /** Likewise, from a given map. {@code WXCONFIG_JSAPILIST} and {@code WXCONFIG_JS_API_LIST} are the same name. */
    public static SettingsSource environment(Map<String, String> variables) {
        SettingsSource source = new SettingsSource("environment", true);
        source.take(variables.keySet(), variables::get, SettingsSource::afterVariablePrefix);
        return source;
    }

    /** The filter's own init-params, with prefix or without; all of them are meant for us. */
    public static SettingsSource initParams(Function<String, String> get, Enumeration<String> names) {
        SettingsSource source = new SettingsSource("init-param", false);
        source.take(Collections.list(names), get, name -> name.startsWith(Option.PREFIX) ? afterPrefix(name) : name);
        return source;
    }

    /** The web application's context-params {@code wxconfig.x}. */
    public static SettingsSource contextParams(Function<String, String> get, Enumeration<String> names) {
        SettingsSource source = new SettingsSource("context-param", false);
        source.take(Collections.list(names), get, SettingsSource::afterPrefix);
        return source;
    }

    /** Any other place that holds names of the form {@code wxconfig.x}; {@code name} is how messages call it. */
    public static SettingsSource of(String name, Map<String, String> properties) {
        SettingsSource source = new SettingsSource(name, false);
        source.take(properties.keySet(), properties::get, SettingsSource::afterPrefix);
        return source;
    }

    /** How messages call it: {@code context-param}. */
    public String name() {
        return name;
    }

    /** The value for an option's key such as {@code appid}, as it was written, or {@code null}. */
    public String get(String key) {
        return values.get(canonical(key));
    }

    /** The keys of the options that it has values for, without prefix, in alphabetical order. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Option option : Option.values()) {
            if (get(option.key()) != null) {
                names.add(option.key());
            }
        }
        return names;
    }

    /** The names, as written, that are ours by their prefix and yet no option's; in alphabetical order. */
    List<String> strangers() {
        return Collections.unmodifiableList(strangers);
    }

    /** How an option is spelled here. */
    String spell(Option option) {
        return variables ? option.variable() : option.property();
    }

    /** {@code keyOf} gives what follows the prefix, or {@code null} for a name that is not ours. */
    private void take(Iterable<String> names, Function<String, String> get, Function<String, String> keyOf) {
        Map<String, String> known = new TreeMap<>();
        for (Option option : Option.values()) {
            known.put(canonical(option.key()), option.key());
        }
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        for (String written : sorted) {
            String key = keyOf.apply(written);
            if (key == null) {
                continue;
            }
            String value = get.apply(written);
            if (!known.containsKey(canonical(key))) {
                strangers.add(written);
            } else if (value != null) {
                values.putIfAbsent(canonical(key), value);
            }
        }
    }

    private String canonical(String key) {
        return variables ? key.replace("_", "").toLowerCase(Locale.ROOT) : key;
    }

    private static String afterPrefix(String name) {
        return name.startsWith(Option.PREFIX) ? name.substring(Option.PREFIX.length()) : null;
    }

    private static String afterVariablePrefix(String name) {
        return name.startsWith(VARIABLE_PREFIX) ? name.substring(VARIABLE_PREFIX.length()) : null;
    }
}
