package io.github.wxconfig.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Everything that a server process prints, as it prints it. Also in a file, for people. */
final class Log {

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    /** Follows {@code output} until it ends. */
    Log(InputStream output, Path file) {
        Thread reader = new Thread(() -> read(output, file), "log of " + file.getParent().getFileName());
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream output, Path file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
                PrintStream copy = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                copy.println(line);
                add(line);
            }
        } catch (IOException e) {
            add("The log broke off: " + e);
        }
        end();
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized List<String> lines() {
        return new ArrayList<>(lines);
    }

    /** The number of lines up to now, to wait for what comes after. */
    synchronized int mark() {
        return lines.size();
    }

    List<String> linesSince(int mark) {
        List<String> all = lines();
        return all.subList(mark, all.size());
    }

    /** The first line that holds {@code regex}, from the given one on; waits for it if need be. */
    synchronized String await(String regex, int mark, Duration limit) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + limit.toNanos();
        for (int next = mark; ; next++) {
            while (next == lines.size()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (ended || left <= 0) {
                    throw new AssertionError("No [" + regex + "] " + (ended ? "before the server ended" : "within " + limit)
                            + " in\n" + String.join("\n", lines));
                }
                pause(left);
            }
            if (pattern.matcher(lines.get(next)).find()) {
                return lines.get(next);
            }
        }
    }

    /** Waits until the process has closed its output. */
    synchronized void awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ended) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("The server's output has not ended within " + limit);
            }
            pause(left);
        }
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted while waiting for the server", e);
        }
    }
}
