package io.github.wxconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of servers in {@code docs/compatibility.md}, as the tests found it. */
final class CompatibilityTable {

    private static final int HEADING_LINES = 2;

    private final String begin;
    private final String end;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String server, int java, Era era, int signed, int pages, int callsAfterRestart, boolean withFolder) {

        String english() {
            return String.format("| %s | %d | %s | %d of %d | %d%s |\n", server, java, jar("(none)"), signed, pages,
                    callsAfterRestart, withFolder ? ", with `wxconfig.storeDir`" : "");
        }

        String chinese() {
            String chinese = server.replace(", executable jar", "，可执行 jar").replace(" with ", "，").replace(", WAR in ", "，WAR，")
                    .replace(", filter in web.xml", "，过滤器在 web.xml 里");
            return String.format("| %s | %d | %s | %d/%d | %d%s |\n", chinese, java, jar("（无）"), signed, pages, callsAfterRestart,
                    withFolder ? "（设置 `wxconfig.storeDir` 时）" : "");
        }

        private String jar(String none) {
            return era == Era.JAVAX ? "`-javax`" : none;
        }
    }

    /** @param mark is in comments before and after the table */
    CompatibilityTable(String mark) {
        begin = "<!-- " + mark + " -->";
        end = "<!-- /" + mark + " -->";
    }

    /** @param withFolder whether it takes {@code wxconfig.storeDir} to need no call after a restart */
    void add(String server, int java, Era era, int signed, int pages, int callsAfterRestart, boolean withFolder) {
        rows.add(new Row(server, java, era, signed, pages, callsAfterRestart, withFolder));
    }

    /**
     * Prints it, and with {@code -Dwxconfig.updateDocs=true} writes it into {@code docs/compatibility.md} and its Chinese twin,
     * if all of their rows have run.
     */
    void publish() {
        System.out.println("\n" + english());
        if (Boolean.getBoolean("wxconfig.updateDocs")) {
            write(Path.of("docs"));
        }
    }

    /** @param folder with both */
    void write(Path folder) {
        write(folder.resolve("compatibility.md"), english());
        write(folder.resolve("compatibility.zh-CN.md"),
                table("| 服务器 | Java | jar 的后缀 | 签名正确的页面 | 重启后调用微信的次数 |", Row::chinese));
    }

    private String english() {
        return table("| Server | Java | Jar's suffix | Pages signed correctly | Calls to WeChat after a restart |", Row::english);
    }

    private String table(String heading, Function<Row, String> line) {
        return heading + "\n|---|---|---|---|---|\n" + rows.stream().map(line).collect(Collectors.joining());
    }

    private void write(Path file, String table) {
        try {
            String text = Files.readString(file);
            int from = text.indexOf(begin);
            int to = text.indexOf(end);
            if (from < 0 || to < from) {
                throw new AssertionError("No [" + begin + "] and [" + end + "] in [" + file + "]");
            }
            long shown = text.substring(from, to).lines().filter(line -> line.startsWith("|")).count() - HEADING_LINES;
            if (rows.size() < shown) {
                throw new AssertionError("Only [" + rows.size() + "] of the [" + shown + "] rows in [" + file + "] have run,"
                        + " so the table is left as it is. Run all of them: without -Dmatrix, without groups that leave"
                        + " some out, and none may fail.");
            }
            Files.writeString(file, text.substring(0, from + begin.length()) + "\n" + table + text.substring(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
