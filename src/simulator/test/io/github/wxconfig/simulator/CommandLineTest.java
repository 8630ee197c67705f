package io.github.wxconfig.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void helpsWithEveryKnob() {
        assertEquals(0, run("--help"));
        for (Knob knob : Knob.values()) {
            assertTrue(out.toString().contains("--" + knob.word + " "), knob.word);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--prot 1|There is no option [--prot]",
        "8089|There is no option [8089]",
        "--port|[--port] has no value",
        "--port x|[x] is not a port (a number from 0 to 65535)",
        "--port=65536|[65536] is not a port (a number from 0 to 65535)",
        "--port 0 --appid wx1|[--appid] and [--secret] go together",
        "--port 0 --ticketLife 60|[ticketLife]: [60] is not a duration such as 500ms, 90s, 5m, 2h or 1d",
        "--port 0 --fail token|[fail]: [token] has no [:] between its two parts",
        "--port 0 --fail tokn:1|[fail]: [tokn] is none of",
        "--port 0 --longTokens yes|[longTokens]: [yes] is neither true nor false"})
    void saysWhatIsWrong(String arguments, String message) {
        assertEquals(2, run(arguments.split(" ")));
        assertTrue(err.toString().startsWith(message), err.toString());
    }

    @Test
    void saysThatAPortIsTaken() {
        try (WeChatSimulator other = WeChatSimulator.start()) {
            assertEquals(1, run("--port", "" + other.port()));
            assertTrue(err.toString().startsWith("Port [" + other.port() + "] of [127.0.0.1] cannot be had"), err.toString());
        }
    }

    @Test
    void isDocumentedKnobByKnob() throws Exception {
        String page = Files.readString(Path.of("docs/simulator.md"));
        for (Knob knob : Knob.values()) {
            assertTrue(page.contains("| `" + knob.word + "` |"), knob.word);
        }
    }

    private int run(String... args) {
        return CommandLine.run(args, new PrintStream(out), new PrintStream(err));
    }
}
