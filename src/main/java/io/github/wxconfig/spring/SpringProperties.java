package io.github.wxconfig.spring;

import io.github.wxconfig.settings.Option;
import io.github.wxconfig.settings.SettingsSource;
import io.github.wxconfig.text.ShownText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySourcesPropertyResolver;

/**
 * Reads the properties {@code wxconfig.x} of Spring's environment: from {@code application.yml}, profiles, the command
 * line, a config server and so on.
 *
 * <p>Spring's placeholders are resolved and ours are not. To Spring, <code>${file:/etc/secret}</code> is a property
 * {@code file} with the default {@code /etc/secret}; so ours wear a mask while Spring reads a value, at any depth.
 */
final class SpringProperties {

    /** Places that the filter reads itself, by these names of Spring's. */
    private static final List<String> READ_ALREADY =
            Arrays.asList("systemProperties", "systemEnvironment", "servletContextInitParams");

    private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d{1,6})]");
    private static final Pattern OUR_PLACEHOLDER = Pattern.compile("\\$(?=\\{(?:(?:env|sys|file):|(?:title|description)}))");
    /** Replaces the dollar sign. Spring still counts the braces, so our placeholders may be within its own. */
    private static final String MASK = "\uE000";

    private final ConfigurableEnvironment environment;
    private final PropertyResolver masked;

    SpringProperties(ConfigurableEnvironment environment) {
        this.environment = environment;
        MutablePropertySources sources = new MutablePropertySources();
        environment.getPropertySources().forEach(source -> sources.addLast(new Masked(source)));
        masked = new PropertySourcesPropertyResolver(sources);
    }

    /** One for each of Spring's sources that has any, the one that wins coming first. */
    List<SettingsSource> sources() {
        List<SettingsSource> found = new ArrayList<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource && !READ_ALREADY.contains(source.getName())) {
                Map<String, String> values = values((EnumerablePropertySource<?>) source);
                if (!values.isEmpty()) {
                    found.add(SettingsSource.of("Spring's " + shown(source.getName()), values));
                }
            }
        }
        return found;
    }

    /** Elements of a list, {@code wxconfig.include[0]}, become one value. */
    private Map<String, String> values(EnumerablePropertySource<?> source) {
        Map<String, SortedMap<Integer, String>> elements = new TreeMap<>();
        for (String name : source.getPropertyNames()) {
            Object value = name.startsWith(Option.PREFIX) ? source.getProperty(name) : null;
            if (value != null) {
                Matcher element = ELEMENT.matcher(name);
                boolean isElement = element.matches();
                elements.computeIfAbsent(isElement ? element.group(1) : name, list -> new TreeMap<>())
                        .put(isElement ? Integer.parseInt(element.group(2)) : -1, resolved(value));
            }
        }
        Map<String, String> values = new TreeMap<>();
        elements.forEach((name, list) -> values.put(name, String.join(",", list.values())));
        return values;
    }

    private String resolved(Object value) {
        String text = environment.getConversionService().convert(value, String.class);
        return masked.resolvePlaceholders(mask(text)).replace(MASK, "$");
    }

    private static String mask(String text) {
        return OUR_PLACEHOLDER.matcher(text).replaceAll(MASK);
    }

    /** The source itself, not where Boot was told to look for it. */
    private static String shown(String sourceName) {
        return ShownText.lineWithAddresses(sourceName.replaceFirst(" via location '.*'$", ""));
    }

    /** What Spring looks placeholders up in. */
    private static final class Masked extends PropertySource<PropertySource<?>> {

        Masked(PropertySource<?> source) {
            super(source.getName(), source);
        }

        @Override
        public Object getProperty(String name) {
            Object value = source.getProperty(name);
            return value instanceof CharSequence ? mask(value.toString()) : value;
        }
    }
}
