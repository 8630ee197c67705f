package io.github.wxconfig.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells whether a path matches one of several servlet-style patterns. Immutable.
 *
 * <p>{@code /*} is every path, {@code /a/*} is {@code /a} and all below it, {@code *.jsp} every path whose last segment
 * has this extension in upper or lower case, and anything else that begins with a slash is that one path.
 *
 * @see <a href="https://jakarta.ee/specifications/servlet/5.0/jakarta-servlet-spec-5.0.html">Servlet, 12.2</a>
 */
public final class PathPatterns {

    /** The rank of a path that no pattern matches. */
    public static final int NO_MATCH = -1;

    /** Files that are never HTML pages: the default of {@link Option#EXCLUDE}. */
    static final String STATIC_FILES = "*.css,*.js,*.mjs,*.json,*.map,*.wasm,"
            + "*.png,*.jpg,*.jpeg,*.gif,*.webp,*.avif,*.svg,*.ico,*.bmp,*.woff,*.woff2,*.ttf,*.otf,*.eot,"
            + "*.mp3,*.mp4,*.m4a,*.m4v,*.mov,*.webm,*.ogg,*.wav,*.pdf,*.zip,*.gz,*.tar,*.rar,*.7z,"
            + "*.doc,*.docx,*.xls,*.xlsx,*.ppt,*.pptx,*.txt,*.csv,*.xml,*.apk,*.ipa,*.jar";

    private final boolean everything;
    private final Set<String> paths = new HashSet<>();
    private final Set<String> extensions = new HashSet<>();
    private final String[] folders;

    private PathPatterns(List<String> patterns) {
        List<String> prefixes = new ArrayList<>();
        for (String pattern : patterns) {
            if (pattern.startsWith("*.")) {
                extensions.add(pattern.substring(2).toLowerCase(Locale.ROOT));
            } else if (pattern.endsWith("/*")) {
                prefixes.add(pattern.substring(0, pattern.length() - 2));
            } else {
                paths.add(pattern);
            }
        }
        everything = prefixes.contains("");
        folders = prefixes.toArray(new String[0]);
    }

    /** @throws IllegalArgumentException if one of them is not a pattern */
    public static PathPatterns of(List<String> patterns) {
        for (String pattern : patterns) {
            if (!isPattern(pattern)) {
                throw new IllegalArgumentException("[" + pattern + "] is not a path pattern");
            }
        }
        return new PathPatterns(patterns);
    }

    static boolean isPattern(String text) {
        if (text.startsWith("*.")) {
            return text.length() > 2 && text.indexOf('*', 2) < 0 && text.indexOf('/') < 0 && text.indexOf('.', 2) < 0;
        }
        int star = text.indexOf('*');
        return text.startsWith("/") && (star < 0 || text.endsWith("/*") && star == text.length() - 1);
    }

    /** @param path below the context path, decoded, without path parameters: servlet path and path info together */
    public boolean matches(String path) {
        return everything || hasExtension(path) || isBelowFolder(path) || paths.contains(path);
    }

    /**
     * How closely the patterns match a path: by the path itself more than by any folder, by a longer folder more than by a
     * shorter
     * one, by a folder more than by an extension; {@link #NO_MATCH} if none matches.
     */
    public int rank(String path) {
        if (paths.contains(path)) {
            return Integer.MAX_VALUE;
        }
        int longest = everything ? 0 : hasExtension(path) ? 1 : NO_MATCH;
        for (String folder : folders) {
            if (isBelow(folder, path)) {
                longest = Math.max(longest, folder.length());
            }
        }
        return longest;
    }

    private boolean hasExtension(String path) {
        if (extensions.isEmpty()) {
            return false;
        }
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') && extensions.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean isBelow(String folder, String path) {
        return path.startsWith(folder) && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
    }

    private boolean isBelowFolder(String path) {
        for (String folder : folders) {
            if (isBelow(folder, path)) {
                return true;
            }
        }
        return false;
    }
}
