package io.github.wxconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security.md names as proof is there, and its Chinese twin names the same. */
class SecurityDocsTest {

    private static final Path TESTS = Path.of("src/test/java/io/github/wxconfig");
    private static final Pattern PROOF = Pattern.compile("`(?:(\\w+)\\.)??(?:(\\w+(?:Test|IT|Contract))|(?=\\.))(?:\\.(\\w+))?`");

    @Test
    void everyProofIsThere() throws IOException {
        String last = null;
        for (String[] proof : proofs("security.md")) {
            String name = proof[1] == null ? last : proof[1];
            last = name;
            List<Path> files = files(proof[0], name);
            assertEquals(1, files.size(), () -> name + " is named, and there are " + files);
            if (proof[2] != null) {
                assertTrue(Files.readString(files.get(0)).contains("void " + proof[2] + "("), () -> name + " has no " + proof[2]);
            }
        }
    }

    @Test
    void bothLanguagesNameTheSameProofs() throws IOException {
        List<String> english = shown(proofs("security.md"));
        assertTrue(english.size() > 30, english::toString);
        assertEquals(english, shown(proofs("security.zh-CN.md")));
    }

    @Test
    void bothLanguagesHaveTheSameRows() throws IOException {
        assertEquals(cells("security.md"), cells("security.zh-CN.md"));
    }

    /** Of each: package or nothing, class or nothing where it is that of the one before, method or nothing. */
    private static List<String[]> proofs(String document) throws IOException {
        List<String[]> proofs = new ArrayList<>();
        Matcher proof = PROOF.matcher(Files.readString(Path.of("docs", document)));
        while (proof.find()) {
            proofs.add(new String[] {proof.group(1), proof.group(2), proof.group(3)});
        }
        return proofs;
    }

    private static List<String> shown(List<String[]> proofs) {
        return proofs.stream().map(Arrays::toString).toList();
    }

    private static List<Path> files(String home, String name) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.endsWith((home == null ? "" : home + "/") + name + ".java")).toList();
        }
    }

    private static List<Long> cells(String document) throws IOException {
        return Files.readString(Path.of("docs", document)).lines().filter(line -> line.startsWith("|"))
                .map(line -> line.chars().filter(c -> c == '|').count()).collect(Collectors.toList());
    }
}
