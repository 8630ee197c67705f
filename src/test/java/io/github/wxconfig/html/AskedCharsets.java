package io.github.wxconfig.html;

import java.nio.charset.Charset;
import java.nio.charset.spi.CharsetProvider;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;

/** A provider of no charset, which counts how often this JVM asks it: once for each unknown label, and each costs. */
public final class AskedCharsets extends CharsetProvider {

    private static final AtomicLong ASKED = new AtomicLong();

    /** How often so far. */
    public static long asked() {
        return ASKED.get();
    }

    @Override
    public Charset charsetForName(String name) {
        ASKED.incrementAndGet();
        return null;
    }

    @Override
    public Iterator<Charset> charsets() {
        return Collections.emptyIterator();
    }
}
