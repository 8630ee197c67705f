package io.github.wxconfig.script;

import io.github.wxconfig.text.FilterLog;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an application says about a page's card, in a request attribute, into the page's script. A value is text there,
 * whatever it holds. What cannot be used is left out, and logged once.
 *
 * <p>Safe for any number of threads.
 */
final class GivenCard {

    /** The request attribute: a Map with title, desc, image and link, or the same as JSON. */
    static final String ATTRIBUTE = "io.github.wxconfig.share";

    private static final FilterLog LOG = new FilterLog(GivenCard.class);
    private static final String[] FIELDS = {"title", "desc", "description", "image", "imgUrl", "link"};

    /** In characters. A card shows 64 and 120, and addresses are hardly longer than 2048. */
    private static final int MAX_VALUE_LENGTH = 2100;
    private static final int MAX_JSON_LENGTH = 8192;

    private static final byte[] NONE = "[]".getBytes(StandardCharsets.US_ASCII);

    private final AtomicBoolean logged = new AtomicBoolean();

    /** Returns the initial list of the script's given cards. */
    byte[] literal(@Nullable Object attribute) {
        String card = null;
        try {
            card = attribute == null ? null : card(attribute);
        } catch (RuntimeException e) { // of a map or a value of the application
            warn("could not be read, because its map or a value threw a [" + e.getClass().getName() + "]");
        }
        return card == null ? NONE : ("[[" + card + ",location.href]]").getBytes(StandardCharsets.US_ASCII);
    }

    private @Nullable String card(Object attribute) {
        if (attribute instanceof Map) {
            return object((Map<?, ?>) attribute);
        }
        if (!(attribute instanceof CharSequence)) {
            warn("is a [" + attribute.getClass().getName() + "] and neither a Map nor a String");
            return null;
        }
        String json = attribute.toString();
        if (json.length() > MAX_JSON_LENGTH) {
            warn("is longer than [" + MAX_JSON_LENGTH + "] characters");
            return null;
        }
        return quote(json);
    }

    private static String object(Map<?, ?> card) {
        StringBuilder object = new StringBuilder("{");
        for (String field : FIELDS) {
            Object value = card.get(field);
            if (value != null) {
                String text = value.toString();
                object.append(object.length() > 1 ? "," : "").append(field).append(':')
                        .append(quote(text.substring(0, Math.min(text.length(), MAX_VALUE_LENGTH))));
            }
        }
        return object.append('}').toString();
    }

    private static String quote(String text) {
        return '"' + new String(ScriptText.escape(text), StandardCharsets.US_ASCII) + '"';
    }

    private void warn(String fault) {
        if (!logged.getAndSet(true)) {
            LOG.warning("The request attribute [" + ATTRIBUTE + "] " + fault + "; the card comes from the page's tags."
                    + " Set a Map with title, desc, image and link, or the same as JSON. Logged once");
        }
    }
}
