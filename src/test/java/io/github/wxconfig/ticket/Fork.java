package io.github.wxconfig.ticket;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Java processes of a test's own. */
public final class Fork {

    private Fork() {
    }

    /** Runs a main class on the class path of the tests; what it prints to the error stream is shown. */
    public static Process java(Class<?> main, String... args) throws IOException {
        return java(List.of(), main, args);
    }

    public static Process java(List<String> options, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** The next line that it prints, or {@code null} if it has ended. */
    public static String nextLine(Process process) throws IOException {
        return process.inputReader().readLine();
    }

    /** Called in the forked process: it ends when the one that started it does, however that ends. */
    public static void endWithParent() {
        Thread watch = new Thread(() -> {
            try {
                System.in.read();
            } catch (IOException e) {
                // as good as its end
            }
            Runtime.getRuntime().halt(0);
        });
        watch.setDaemon(true);
        watch.start();
    }

    /** SIGKILL, and waits until it is gone. */
    public static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The process [" + process.pid() + "] does not die");
        }
    }
}
