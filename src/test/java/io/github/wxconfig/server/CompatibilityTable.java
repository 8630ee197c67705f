package io.github.wxconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table of servers that the README shows, as it came out. */
final class CompatibilityTable {

    private final String begin;
    private final String end;
    private final List<String> rows = new ArrayList<>();

    /** @param mark stands in comments before and behind the table */
    CompatibilityTable(String mark) {
        begin = "<!-- " + mark + " -->";
        end = "<!-- /" + mark + " -->";
    }

    void add(String server, int java, Era era, int pages, int callsAfterRestart, String condition) {
        String jar = era == Era.JAVAX ? "`-javax`" : "(none)";
        rows.add("| " + server + " | " + java + " | " + jar + " | " + pages + " of " + pages + " | " + callsAfterRestart + condition + " |");
    }

    /** Prints it, and with {@code -Dwxconfig.updateDocs=true} writes it into the READMEs. */
    void publish() {
        String table = "| Server | Java | Jar's suffix | Pages signed rightly | Calls to WeChat after a restart |\n"
                + "|---|---|---|---|---|\n" + String.join("\n", rows) + "\n";
        System.out.println("\n" + table);
        if (Boolean.getBoolean("wxconfig.updateDocs")) {
            write(Path.of("README.md"), table);
            write(Path.of("README.zh-CN.md"), table);
        }
    }

    private void write(Path file, String table) {
        try {
            String text = Files.readString(file);
            int from = text.indexOf(begin);
            int to = text.indexOf(end);
            if (from < 0 || to < from) {
                throw new AssertionError("No [" + begin + "] and [" + end + "] in [" + file + "]");
            }
            Files.writeString(file, text.substring(0, from + begin.length()) + "\n" + table + text.substring(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
