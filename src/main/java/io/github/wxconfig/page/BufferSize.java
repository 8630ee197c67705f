package io.github.wxconfig.page;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Keeps as much room for the application in the container's response buffer as there would be without the script.
 *
 * <p>A response can be redirected, forwarded or made an error for as long as its headers have not left, which is until
 * the buffer overflows. So the script must not take up room that the application counts on: the buffer is made larger
 * before the first byte, and once the application has written more than would have fitted, the headers leave as they
 * would have done. In between the application is told the size that it would be told without us.
 *
 * <p>Where a container's writer converts a block of chars at a time, the script shifts the blocks, so that there up to
 * one block more of the page may come into the buffer. Such a page may leave somewhat later than without us, never
 * earlier.
 */
final class BufferSize {

    /**
     * By how much a buffer may grow. Tomcat keeps an enlarged buffer for later responses, so its size must tell that it is
     * ours: nobody else chooses one of these over a size that can be divided by eight, and each leaves another remainder. What
     * the application has asked for is rounded up to such a size, as a later response finds it.
     */
    private static final int[] GROWTHS = {8009, 24595, 32005, 64007};
    private static final int DIVISOR = 8;
    private static final int SMALLEST = 4096;

    /** How many chars a writer converts at a time. */
    static final int BLOCK = 8192;
    /** What a char becomes at most in a charset that we work in; in those that make four bytes of it, it is half a character. */
    private static final int BYTES_PER_CHAR = 3;

    /** What the application is told, from when the container's own answer will not do any more; until then -1. */
    private int size = -1;
    /** What the application has asked for, or -1. */
    private int asked = -1;
    /** Whether the buffer is larger than the application is told. */
    private boolean grown;
    /** What the script and a block of chars need. */
    private int need;
    /** How much of the application's own fits, in bytes or chars. */
    private long room;
    /** How much of it at once. */
    private long roomAtOnce;
    private long written;

    /** Returns the size that the application would be told without us. */
    int size(HttpServletResponse response) {
        return size < 0 ? withoutGrowth(response.getBufferSize()) : size;
    }

    private static int withoutGrowth(int actual) {
        for (int known : GROWTHS) {
            if (actual - known >= SMALLEST && (actual - known) % DIVISOR == 0) {
                return actual - known;
            }
        }
        return actual;
    }

    /** Sets the size that the application asks for. Throws what the container throws. */
    void set(int wanted, HttpServletResponse response) {
        int told = size(response);
        int before = response.getBufferSize();
        response.setBufferSize(wanted);
        asked = wanted;
        int after = response.getBufferSize();
        if (after == before && before > told && wanted > told) { // it only grows, and was as large already
            response.setBufferSize(roundedUp(wanted) + before - told);
            size = wanted;
        } else if (after != before) {
            size = after == wanted ? wanted : -1;
        }
        if (grown) {
            size = size(response);
            grow(response);
        }
    }

    /**
     * A page that may get the script begins. Makes room, unless what is written first overflows the buffer by itself.
     *
     * @param response of the container, whose stream or writer is in use
     * @param script   at most how many bytes the script has
     * @param first    how many bytes or chars are written first
     * @param chars    whether by the writer
     */
    void makeRoom(HttpServletResponse response, Container container, int script, long first, boolean chars) {
        boolean inBlocks = chars && !container.encodesAtOnce();
        written = 0;
        size = asked > 0 && response.getBufferSize() <= 0 ? asked : container.size(size(response));
        room = size + container.overflow(chars);
        roomAtOnce = chars || asked > 0 ? room : container.sizeAtOnce(size);
        need = !inBlocks ? script : Math.max(script, BYTES_PER_CHAR * BLOCK) + (size <= BLOCK ? 0 : script);
        if (size > 0 && first <= Math.min(room, roomAtOnce)) {
            grow(response);
        }
        grown = response.getBufferSize() > size;
    }

    private void grow(HttpServletResponse response) {
        int grown = roundedUp(size) + growthFor(need);
        try {
            if (response.getBufferSize() < grown) {
                response.setBufferSize(grown);
            }
        } catch (RuntimeException refused) {
            // the buffer is as it was: something that we have not seen has been written already
        }
    }

    private static int roundedUp(int size) {
        return (size + DIVISOR - 1) / DIVISOR * DIVISOR;
    }

    private static int growthFor(int need) {
        for (int known : GROWTHS) {
            if (known >= need) {
                return known;
            }
        }
        return need;
    }

    /** Returns whether the headers may stay after {@link #overflowsBy} says that they would have left. */
    boolean isGrown() {
        return grown;
    }

    /** Returns whether they stay until then, unless somebody flushes. */
    boolean holds(HttpServletResponse response) {
        return grown && response.getBufferSize() >= size + need;
    }

    /** Returns whether the headers would leave, had the application written so much more. */
    boolean overflowsBy(long units) {
        return written + units > room || units > roomAtOnce;
    }

    /** The application has written so many bytes, or chars. */
    void count(long units) {
        written += units;
    }

    /** The headers have left, or the buffer has been emptied. */
    void forget() {
        grown = false;
        written = 0;
    }
}
