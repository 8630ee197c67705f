package io.github.wxconfig;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages know each other in one direction only, and each knows what CONTRIBUTING.md says and nothing else. */
class PackagesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/wxconfig");
    private static final Pattern MENTION = Pattern.compile("\\bio\\.github\\.wxconfig\\.(\\w+)(?:\\.(\\w+))?");
    private static final Pattern ARROW = Pattern.compile("\\| `(\\w+)` \\| [^|]+ \\|([^|]*)\\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    /** The package of the types that users name, which every package may know. */
    private static final String ROOT = "wxconfig";

    @Test
    void eachPackageKnowsWhatTheTableSays() throws IOException {
        assertEquals(table(), arrows());
    }

    @Test
    void noPackageKnowsItselfByWayOfOthers() throws IOException {
        Map<String, Set<String>> arrows = arrows();
        for (String start : arrows.keySet()) {
            Set<String> seen = new TreeSet<>();
            Deque<String> left = new ArrayDeque<>(arrows.get(start));
            while (!left.isEmpty()) {
                String next = left.pop();
                if (seen.add(next)) {
                    left.addAll(arrows.getOrDefault(next, Set.of()));
                }
            }
            assertTrue(!seen.contains(start), () -> start + " comes back to itself: it leads to " + seen);
        }
    }

    private static Map<String, Set<String>> table() throws IOException {
        Map<String, Set<String>> table = new TreeMap<>();
        Matcher row = ARROW.matcher(Files.readString(Path.of("CONTRIBUTING.md")));
        while (row.find()) {
            table.put(row.group(1),
                    NAME.matcher(row.group(2)).results().map(name -> name.group(1)).collect(toCollection(TreeSet::new)));
        }
        return table;
    }

    private static Map<String, Set<String>> arrows() throws IOException {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (Path file : files()) {
            String home = SOURCES.equals(file.getParent()) ? ROOT : file.getParent().getFileName().toString();
            Set<String> known = arrows.computeIfAbsent(home, name -> new TreeSet<>());
            Matcher mention = MENTION.matcher(withoutComments(Files.readString(file)));
            while (mention.find()) {
                if (mention.group(2) != null && !mention.group(1).equals(home)
                        && Files.isDirectory(SOURCES.resolve(mention.group(1)))) {
                    known.add(mention.group(1));
                }
            }
        }
        return arrows;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String withoutComments(String source) {
        return Arrays.stream(source.split("\n")).filter(line -> !line.trim().matches("(\\*|/\\*|//|package ).*"))
                .reduce("", (text, line) -> text + line + '\n');
    }
}
