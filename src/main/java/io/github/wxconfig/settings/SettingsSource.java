package io.github.wxconfig.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options from one source, such as the environment, in the spelling that the source uses for their names. Case,
 * {@code -} and {@code _} in names are ignored everywhere.
 *
 * <p>Immutable: a snapshot, taken when it is created. Names that begin with {@code wxconfig.} but belong to no option are
 * unknown names.
 */
public final class SettingsSource {

    private static final PerApplication<List<SettingsSource>> HANDED_OVER = new PerApplication<>();

    private final String name;
    private final Spelling spelling;
    /** The account whose options these are, or {@code null}: they have no account's name. */
    private final @Nullable String account;
    private final Map<String, String> values = new HashMap<>();
    /** By the names as written, in alphabetical order. */
    private final Map<String, String> unknown = new LinkedHashMap<>();

    private SettingsSource(String name, Spelling spelling, @Nullable String account) {
        this.name = name;
        this.spelling = spelling;
        this.account = account;
    }

    private SettingsSource(String name, Spelling spelling, Iterable<String> names, Function<String, String> get) {
        this(name, spelling, (String) null);
        Set<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        for (String written : sorted) {
            String key = spelling.keyOf(written);
            if (key != null) {
                take(written, key, get.apply(written));
            }
        }
    }

    private void take(String written, String key, String value) {
        if (!isOption(key)) {
            unknown.put(written, value);
        } else if (value != null) {
            values.putIfAbsent(canonical(key), value);
        }
    }

    /** Returns what this source says about one account by its name: {@code wxconfig.shop.appid}. */
    SettingsSource ofAccount(String account) {
        SettingsSource own = new SettingsSource(name, spelling, account);
        unknown.forEach((written, value) -> {
            if (isOfAccount(written, account)) {
                own.take(written, key(written).substring(account.length() + 1), value);
            }
        });
        return own;
    }

    /** The key in a name that has the prefix. */
    private String key(String written) {
        return Objects.requireNonNull(spelling.keyOf(written));
    }

    /** Whether a name that belongs to no option begins with the name of this account. */
    private boolean isOfAccount(String written, String account) {
        String key = key(written);
        return key.length() > account.length() && spelling.separators().indexOf(key.charAt(account.length())) >= 0
                && key.regionMatches(true, 0, account, 0, account.length());
    }

    /** Returns what an account takes from the options without a name. */
    SettingsSource inherited() {
        SettingsSource rest = new SettingsSource(name, spelling, (String) null);
        rest.values.putAll(values);
        for (Option option : Option.values()) {
            if (option.scope() == Option.Scope.IDENTITY) {
                rest.values.remove(canonical(option.key()));
            }
        }
        return rest;
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

    /** Returns the options of one account from a file of its own, with or without prefix. */
    static SettingsSource file(String name, String account, Map<String, String> properties) {
        SettingsSource file = new SettingsSource(name, Spelling.INIT_PARAM, account);
        new TreeMap<>(properties).forEach((written, value) -> file.take(written, file.key(written), value));
        return file;
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

    /** The names that have the prefix of an option and belong to none, nor to an account, as written, in alphabetical order. */
    List<String> unknownNames(Collection<String> accounts) {
        List<String> names = new ArrayList<>(unknown.keySet());
        names.removeIf(written -> accounts.stream().anyMatch(account -> isOfAccount(written, account)));
        return names;
    }

    /** Whether these are the options of an account by its name. */
    boolean isOfAccount() {
        return account != null;
    }

    /** The option's name with prefix and account, such as {@code wxconfig.shop.appid}. */
    String property(Option option) {
        return account == null ? option.property() : Option.PREFIX + account + '.' + option.key();
    }

    /** Returns the option's name, in the spelling of this source, that is most similar to an unknown name. */
    @Nullable String nearestTo(String unknownName) {
        Map<String, String> spelled = new HashMap<>();
        List<String> keys = new ArrayList<>();
        String key = key(unknownName);
        boolean isWithAccount = account != null && isOfAccount(unknownName, account);
        for (Option option : Option.values()) {
            keys.add(option.key());
            spelled.put(option.key(), isWithAccount ? property(option) : spelling.spell(option));
        }
        return spelled.get(NearestName.of(canonical(account != null && isWithAccount ? key.substring(account.length() + 1) : key),
                keys));
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
            String separators() {
                return "_.";
            }

            @Override
            String spell(Option option) {
                return option.variable();
            }
        };

        /** Returns the part after the prefix, or {@code null} without the prefix. */
        abstract @Nullable String keyOf(String written);

        /** The characters that may stand between the name of an account and an option's key. */
        String separators() {
            return ".";
        }

        String spell(Option option) {
            return option.property();
        }
    }
}
