package io.github.wxconfig;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;

/**
 * Names a filter and its application in the log. The filter is named only if the application has more than one of this jar.
 * Immutable.
 */
final class FilterName {

    private final String name;
    private final String application;
    private final boolean alone;

    FilterName(ServletContext context, String name, boolean alone) {
        this.name = name;
        this.application = context.getContextPath().isEmpty() ? "/" : context.getContextPath();
        this.alone = alone;
    }

    /** Returns the name of a filter that the server initializes. */
    static FilterName of(ServletContext context, String name) {
        return new FilterName(context, name, isAlone(context));
    }

    private static boolean isAlone(ServletContext context) {
        try {
            return context.getFilterRegistrations().values().stream().filter(FilterName::isOurs).count() < 2;
        } catch (RuntimeException | LinkageError e) { // not every server permits the question
            return true;
        }
    }

    /** Whether {@code filter} is a {@link WxConfigFilter}. */
    static boolean isOurs(FilterRegistration filter) {
        return filter != null && WxConfigFilter.class.getName().equals(filter.getClassName());
    }

    /** The version of this jar and the application: {@code wxconfig 1.0.0 for the application at [/shop]}. */
    String jarAndApplication() {
        String version = FilterName.class.getPackage().getImplementationVersion();
        return "wxconfig" + (version == null ? "" : " " + version) + " for the application at [" + application + "]";
    }

    /** The application: {@code [/shop]}. */
    String place() {
        return "[" + application + "]";
    }

    /** The beginning of a line in the log: empty, or {@code Filter [second]: }. */
    String prefix() {
        return alone ? "" : "Filter [" + name + "]: ";
    }

    String withOptions() {
        return jarAndApplication() + " with these options:";
    }

    @Override
    public String toString() {
        return name;
    }
}
