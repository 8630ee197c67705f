package io.github.wxconfig.http;

import jakarta.servlet.http.HttpServletResponse;

/**
 * How much of a page the container's buffer holds before the headers leave: as much of the application's own as without
 * the script.
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
     * ours: nobody else chooses one of these over a size that can be divided by eight, and each leaves another remainder.
     */
    private static final int[] GROWTHS = {8009, 24595, 32005, 64007};
    private static final int DIVISOR = 8;
    private static final int SMALLEST = 4096;

    /** How many chars Tomcat and its relatives convert at a time. */
    private static final int BLOCK = 8192;
    /** What a char becomes at most in a charset that we work in; in those that make four bytes of it, it is half a character. */
    private static final int BYTES_PER_CHAR = 3;

    /** What the application is told; -1 until somebody asks. */
    private int size = -1;
    /** Whether the buffer is larger than the application is told. */
    private boolean grown;
    /** What the script and a block of chars need. */
    private int need;
    /** How much of the application's own fits, in bytes or chars. */
    private long room;
    private long written;

    /** The size that the application would be told without us. */
    int size(HttpServletResponse response) {
        if (size < 0) {
            size = withoutGrowth(response.getBufferSize());
        }
        return size;
    }

    private static int withoutGrowth(int actual) {
        for (int known : GROWTHS) {
            if (actual - known >= SMALLEST && (actual - known) % DIVISOR == 0) {
                return actual - known;
            }
        }
        return actual;
    }

    /** The application asks for a size. Throws what the container throws. */
    void set(int wanted, HttpServletResponse response) {
        int told = size(response);
        int before = response.getBufferSize();
        response.setBufferSize(wanted);
        int after = response.getBufferSize();
        if (after == before && before > told && wanted > told) { // it only grows, and was as large already
            response.setBufferSize(wanted + before - told);
            size = wanted;
        } else {
            size = after == before ? told : after;
        }
        if (grown) {
            grow(response);
        }
    }

    /**
     * A page that may get the script begins. Makes room, unless what is written first overflows the buffer by itself.
     *
     * @param script at most how many bytes the script has
     * @param first  how many bytes or chars are written first
     * @param chars  whether by the writer
     */
    void makeRoom(HttpServletResponse response, int script, long first, boolean chars) {
        boolean inBlocks = chars && !encodesAtOnce(response);
        written = 0;
        int told = size(response);
        room = (long) told + (inBlocks ? BLOCK : 0);
        need = !inBlocks ? script : Math.max(script, BYTES_PER_CHAR * BLOCK) + (told <= BLOCK ? 0 : script);
        if (told > 0 && first <= room) {
            grow(response);
        }
        grown = response.getBufferSize() > told;
    }

    private void grow(HttpServletResponse response) {
        int by = growthFor(need);
        try {
            if (response.getBufferSize() < size + by) {
                response.setBufferSize(size + by);
            }
        } catch (RuntimeException refused) {
            // the buffer is as it was: something that we have not seen has been written already
        }
    }

    private static int growthFor(int need) {
        for (int known : GROWTHS) {
            if (known >= need) {
                return known;
            }
        }
        return need;
    }

    /** These two have no block of chars between the writer and the buffer. */
    private static boolean encodesAtOnce(HttpServletResponse response) {
        String name = response.getClass().getName();
        return name.startsWith("io.undertow.") || name.startsWith("org.eclipse.jetty.");
    }

    /** Whether the headers may stay after {@link #overflowsBy} says that they would have left. */
    boolean isGrown() {
        return grown;
    }

    /** Whether they stay until then, unless somebody flushes. */
    boolean holds(HttpServletResponse response) {
        return grown && response.getBufferSize() >= size + need;
    }

    /** Whether the headers would leave, had the application written so much more. */
    boolean overflowsBy(long units) {
        return written + units > room;
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
