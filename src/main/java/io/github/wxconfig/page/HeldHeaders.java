package io.github.wxconfig.page;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the headers that describe the exact bytes of a body, until it is known whether these bytes will change.
 *
 * <p>They must be kept, because Servlet has no portable way to take a header back.
 */
final class HeldHeaders {

    static final String CONTENT_LENGTH = "Content-Length";

    private static final String[] NAMES = {CONTENT_LENGTH, "ETag", "Last-Modified", "Accept-Ranges", "Content-MD5",
        "Digest", "Content-Digest", "Repr-Digest"};

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);

    private final List<Entry> entries = new ArrayList<>(4);
    /** Whether the length came by {@code setContentLength}. */
    private boolean lengthByCall;

    /** Returns whether this is one of those headers. */
    static boolean describes(String name) {
        for (String known : NAMES) {
            if (known.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns a time, in milliseconds since 1970, as a header says it. */
    static String date(long time) {
        return HTTP_DATE.format(Instant.ofEpochMilli(time));
    }

    /** Takes from a response what was set before it came to us, where the container can. */
    static void removeFrom(HttpServletResponse response) {
        for (String name : NAMES) {
            if (response.containsHeader(name)) {
                remove(response, name);
            }
        }
    }

    private static void remove(HttpServletResponse response, String name) {
        if (name.equals(CONTENT_LENGTH)) {
            response.setContentLength(-1);
        } else {
            unset(response, name);
        }
    }

    /** Takes a header away where the container can: the standard did not say how before Servlet 6.1, and Resin throws. */
    static void unset(HttpServletResponse response, String name) {
        try {
            response.setHeader(name, null);
        } catch (RuntimeException cannot) {
            // it stays
        }
    }

    /** By calls that every version of Servlet has. */
    static void setLength(HttpServletResponse response, long length) {
        if (length <= Integer.MAX_VALUE) {
            response.setContentLength((int) length);
        } else {
            response.setHeader(CONTENT_LENGTH, Long.toString(length));
        }
    }

    void set(String name, @Nullable String value) {
        lengthByCall &= !CONTENT_LENGTH.equalsIgnoreCase(name);
        entries.removeIf(entry -> entry.name.equalsIgnoreCase(name));
        if (value != null) {
            entries.add(new Entry(name, value, false));
        }
    }

    /** As {@link #set} for the length, of which there can be but one. */
    void add(String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (CONTENT_LENGTH.equalsIgnoreCase(name)) {
            set(name, value);
        } else {
            entries.add(new Entry(name, value, true));
        }
    }

    /** A negative length takes it back. */
    void setLength(long length) {
        set(CONTENT_LENGTH, length < 0 ? null : Long.toString(length));
        lengthByCall = true;
    }

    /** Returns the announced length of the body in bytes, -1 if none was announced or it is no number. */
    long length() {
        String length = first(CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length.trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    boolean contains(String name) {
        return first(name) != null;
    }

    /** The first value, or {@code null}. */
    @Nullable String first(String name) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).name.equalsIgnoreCase(name)) {
                return entries.get(i).value;
            }
        }
        return null;
    }

    Collection<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.name.equalsIgnoreCase(name)) {
                values.add(entry.value);
            }
        }
        return values;
    }

    /** Returns the names given and those of the headers held here. */
    Collection<String> namesWith(Collection<String> others) {
        Set<String> names = new LinkedHashSet<>(others);
        for (Entry entry : entries) {
            names.add(entry.name);
        }
        return names;
    }

    void clear() {
        entries.clear();
    }

    HeldHeaders copy() {
        HeldHeaders copy = new HeldHeaders();
        copy.takeFrom(this);
        return copy;
    }

    /** Has what the other has. */
    void takeFrom(HeldHeaders other) {
        entries.clear();
        entries.addAll(other.entries);
        lengthByCall = other.lengthByCall;
    }

    /**
     * Hands all of them to the response, in the order in which they came. Only a length that came by
     * {@code setContentLength} goes by it, because Undertow remembers what that said and no header changes it; and last,
     * because Jetty then sends a response that has all its bytes.
     */
    void releaseTo(HttpServletResponse response) {
        long length = lengthByCall ? length() : -1;
        if (lengthByCall) {
            set(CONTENT_LENGTH, null);
        }
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).releaseTo(response);
        }
        entries.clear();
        if (length >= 0) {
            setLength(response, length);
        }
    }

    private static final class Entry {

        final String name;
        final String value;
        final boolean added;

        Entry(String name, String value, boolean added) {
            this.name = name;
            this.value = value;
            this.added = added;
        }

        void releaseTo(HttpServletResponse response) {
            if (added) {
                response.addHeader(name, value);
            } else {
                response.setHeader(name, value);
            }
        }
    }
}
