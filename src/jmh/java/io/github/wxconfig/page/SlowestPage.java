package io.github.wxconfig.page;

import io.github.wxconfig.html.HostilePage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Searches for the page that costs most of our time, and prints what it found: {@code mvn -Pjmh test-compile
 * -Djmh.main=io.github.wxconfig.page.SlowestPage -Djmh.args="SEED ROUNDS"}.
 *
 * <p>A page is a start and what is repeated behind it, with a Content-Type, in writes of one size by one call. Each round
 * changes one of those that have cost most so far. What costs little as it is and much when mutated is found by the clock;
 * the mutations depend on the seed alone. The cost is what the same writes take more with the filter than without.
 */
public final class SlowestPage {

    /** Other programs on the machine do not count. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int SEARCHED = 64 * 1024;
    private static final int JUDGED = 1024 * 1024;
    private static final int KEPT = 40;
    private static final int SHOWN = 12;

    private static final String[] TYPES = {"text/html", "text/html;charset=UTF-8", "text/html;charset=zq",
            "application/xhtml+xml", null};
    private static final String[] PIECES = {"<", ">", "</", "/", "=", "\"", "'", " ", "\n", "!", "-", "--", "-->", "<!--",
        "<!", "?", "<?", "&", "&#", "&#39;", ";", "&amp;", "]", "]]>", "<![CDATA[", "a", "A", "meta", "html", "head", "body",
        "script", "style", "title", "template", "svg", "doctype", "charset", "content", "http-equiv", "content-type",
        "content-security-policy", "amp4", "zq", "utf-8", "<meta ", "<html ", "<script>", "</script", "<a ", "\0", "\u00e4",
        "\u4e2d", "\uFEFF", "1"};

    private enum Call { BYTES, BYTE, STREAM_STRING, CHARS, CHAR, STRING }

    private static final int[] SIZES = {1, 2, 7, 64, 8192, JUDGED};

    private final PageHandler handler = PageBenchmark.handler();
    private final Random random;
    private final List<Candidate> best = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private SlowestPage(long seed) {
        random = new Random(seed);
    }

    /** @param args the seed and the number of rounds */
    public static void main(String[] args) throws Exception {
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 1;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3000;
        new SlowestPage(seed).search(rounds);
    }

    private void search(int rounds) throws Exception {
        for (HostilePage page : HostilePage.all()) {
            for (Call call : Call.values()) {
                consider(new Candidate(page.start(), page.repeated(), TYPES[0], call,
                        call == Call.BYTE || call == Call.CHAR ? 1 : 8192));
            }
        }
        for (int i = 0; i < rounds; i++) {
            consider(mutated(best.get(random.nextInt(best.size()))));
        }
        System.out.println("nanoseconds of ours per byte or char; milliseconds for " + JUDGED + " of them");
        for (Call call : Call.values()) {
            List<Candidate> ofCall = best.stream().filter(candidate -> candidate.call == call).limit(2)
                    .collect(Collectors.toList());
            for (Candidate candidate : Stream.concat(ofCall.stream(), best.stream().limit(call.ordinal() == 0 ? SHOWN : 0))
                    .distinct().collect(Collectors.toList())) {
                candidate.cost = cost(candidate, JUDGED, 15);
                System.out.printf("%8.2f %8.2f  %s%n", candidate.cost, candidate.cost * JUDGED / 1e6, candidate);
            }
        }
    }

    private void consider(Candidate candidate) throws Exception {
        if (candidate.repeated.isEmpty() || candidate.repeated.length() > 300 || !seen.add(candidate.toString())) {
            return;
        }
        candidate.cost = cost(candidate, SEARCHED, 7);
        best.add(candidate);
        best.sort(Comparator.comparingDouble(other -> -other.cost));
        for (Call call : Call.values()) { // each keeps its worst, or the dearest call would be all that is left
            List<Candidate> ofCall = best.stream().filter(other -> other.call == call).skip(KEPT).collect(Collectors.toList());
            best.removeAll(ofCall);
        }
    }

    private Candidate mutated(Candidate parent) {
        String start = parent.start;
        String repeated = parent.repeated;
        String type = parent.type;
        Call call = parent.call;
        int size = parent.size;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            switch (random.nextInt(8)) {
                case 0:
                    start = mutated(start);
                    break;
                case 1:
                    type = TYPES[random.nextInt(TYPES.length)];
                    break;
                case 2:
                    call = Call.values()[random.nextInt(Call.values().length)];
                    break;
                case 3:
                    size = SIZES[random.nextInt(SIZES.length)];
                    break;
                default:
                    repeated = mutated(repeated);
            }
        }
        return new Candidate(start, repeated, type, call, call == Call.BYTE || call == Call.CHAR ? 1 : size);
    }

    private String mutated(String text) {
        int from = random.nextInt(text.length() + 1);
        int to = random.nextInt(3) > 0 ? from : Math.min(text.length(), from + random.nextInt(8));
        String piece = random.nextInt(4) == 0 ? text.substring(Math.min(from, text.length() / 2))
                : PIECES[random.nextInt(PIECES.length)];
        return text.substring(0, from) + piece + text.substring(to);
    }

    /** In nanoseconds per byte or char. */
    private double cost(Candidate candidate, int length, int times) throws Exception {
        String page = candidate.start
                + candidate.repeated.repeat(Math.max(1, (length - candidate.start.length()) / candidate.repeated.length()));
        Writes writes = new Writes(candidate, page);
        long with = Long.MAX_VALUE;
        long without = Long.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            PageBenchmark.Request request = new PageBenchmark.Request(PageBenchmark.WECHAT);
            PageBenchmark.Sink sink = new PageBenchmark.Sink();
            long start = THREADS.getCurrentThreadCpuTime();
            handler.handle(request, sink, writes);
            with = Math.min(with, THREADS.getCurrentThreadCpuTime() - start);
            start = THREADS.getCurrentThreadCpuTime();
            writes.doFilter(request, new PageBenchmark.Sink());
            without = Math.min(without, THREADS.getCurrentThreadCpuTime() - start);
        }
        return (double) (with - without) / writes.units();
    }

    private static final class Candidate {

        final String start;
        final String repeated;
        final String type;
        final Call call;
        final int size;
        double cost;

        Candidate(String start, String repeated, String type, Call call, int size) {
            this.start = start;
            this.repeated = repeated;
            this.type = type;
            this.call = call;
            this.size = size;
        }

        @Override
        public String toString() {
            return (call + " " + size + " " + type + " [" + start + "] [" + repeated + "]")
                    .replace("\n", "\\n").replace("\0", "\\0");
        }
    }

    /** The application. */
    private static final class Writes implements FilterChain {

        private final Candidate candidate;
        private final String text;
        private final byte[] bytes;
        private final char[] chars;

        Writes(Candidate candidate, String page) {
            this.candidate = candidate;
            boolean isStream = candidate.call.ordinal() <= Call.STREAM_STRING.ordinal();
            bytes = page.getBytes(StandardCharsets.UTF_8);
            text = isStream ? new String(bytes, StandardCharsets.ISO_8859_1) : page;
            chars = text.toCharArray();
        }

        int units() {
            return text.length();
        }

        @Override
        public void doFilter(jakarta.servlet.ServletRequest request, jakarta.servlet.ServletResponse response)
                throws IOException {
            response.setContentType(candidate.type);
            if (candidate.call.ordinal() <= Call.STREAM_STRING.ordinal()) {
                write(response.getOutputStream());
            } else {
                write(response.getWriter());
            }
        }

        private void write(ServletOutputStream out) throws IOException {
            for (int at = 0; at < bytes.length; at += candidate.size) {
                int length = Math.min(candidate.size, bytes.length - at);
                switch (candidate.call) {
                    case BYTE:
                        out.write(bytes[at]);
                        break;
                    case BYTES:
                        out.write(bytes, at, length);
                        break;
                    default:
                        out.print(text.substring(at, at + length));
                }
            }
        }

        private void write(PrintWriter out) {
            for (int at = 0; at < chars.length; at += candidate.size) {
                int length = Math.min(candidate.size, chars.length - at);
                switch (candidate.call) {
                    case CHAR:
                        out.write(chars[at]);
                        break;
                    case CHARS:
                        out.write(chars, at, length);
                        break;
                    default:
                        out.write(text, at, length);
                }
            }
        }
    }
}
