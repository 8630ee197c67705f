package io.github.wxconfig.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of {@code src/test/resources/pages}, one for each family of markup.
 *
 * <p>The folder says how it is served: {@code charset-in-header}, {@code charset-in-page} or, as
 * {@code application/xhtml+xml}, {@code xhtml}. In the page {@code [[wx]]} marks the place. A page without it is to be
 * left alone, and its file is named {@code what.charset.OUTCOME.html}; the others {@code what.charset.html}.
 */
public final class Page {

    private static final Path ROOT = Paths.get("src/test/resources/pages");
    private static final String MARK = "[[wx]]";

    private final String name;
    private final byte[] bytes;
    private final int place;

    private Page(Path file) {
        try {
            name = file.getParent().getFileName() + "/" + file.getFileName();
            String marked = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            place = marked.indexOf(MARK);
            bytes = marked.replace(MARK, "").getBytes(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Page> all() {
        try (Stream<Path> files = Files.walk(ROOT, 2)) {
            return files.filter(Files::isRegularFile).sorted().map(Page::new).collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page as the application sends it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The page with the script in its place, or as it is where it has none. */
    public byte[] with(byte[] script) {
        return place < 0 ? bytes() : insert(script, bytes, place);
    }

    static byte[] insert(byte[] script, byte[] page, int place) {
        byte[] injected = Arrays.copyOf(page, page.length + script.length);
        System.arraycopy(script, 0, injected, place, script.length);
        System.arraycopy(page, place, injected, place + script.length, page.length - place);
        return injected;
    }

    /** How many bytes come before the script, or -1 if the page is to be left alone. */
    public int place() {
        return place;
    }

    public Charset charset() {
        return Charset.forName(name.split("\\.")[1]);
    }

    public boolean isXhtml() {
        return name.endsWith(".xhtml");
    }

    public boolean isCharsetInHeader() {
        return name.startsWith("charset-in-header");
    }

    /** The Content-Type it is served with. */
    public String contentType() {
        if (isXhtml()) {
            return "application/xhtml+xml";
        }
        return isCharsetInHeader() ? "text/html; charset=" + charset().name() : "text/html";
    }

    /** Why it is left alone, or {@code null}. */
    Outcome leftAlone() {
        return place < 0 ? Outcome.valueOf(name.split("\\.")[2]) : null;
    }

    @Override
    public String toString() {
        return name;
    }
}
