package io.github.wxconfig.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** What the log says of a failure: enough to find it, and nothing secret. */
class FailureTextTest {

    @Test
    void namesEachCauseAndThePlace() {
        String text = FailureText.of(new IllegalStateException(new NoClassDefFoundError("a/B")
                .initCause(new ClassNotFoundException("a.B"))));
        assertTrue(text.startsWith("java.lang.IllegalStateException <- java.lang.NoClassDefFoundError: a/B"
                + " <- java.lang.ClassNotFoundException: a.B at"
                + " io.github.wxconfig.text.FailureTextTest.namesEachCauseAndThePlace("), text);
    }

    @Test
    void leavesOutMessagesThatMayQuoteWhatWasSent() {
        Exception e = new UncheckedIOException("SECRET", new IOException("https://example.com/?secret=SECRET",
                new IllegalArgumentException("SECRET")));
        e.getCause().getCause().setStackTrace(new StackTraceElement[0]);
        assertEquals("java.io.UncheckedIOException <- java.io.IOException <- java.lang.IllegalArgumentException",
                FailureText.of(e));
    }

    @Test
    void staysOneLineWhateverTheVerifierSays() {
        Error e = new VerifyError("Bad type\nat every\r\ninstruction");
        e.setStackTrace(new StackTraceElement[0]);
        assertEquals("java.lang.VerifyError: Bad type", FailureText.of(e));
    }

    @Test
    void endsWhereTheCausesGoRoundInACircle() {
        Exception one = new Exception();
        Exception other = new Exception(one);
        one.initCause(other);
        assertEquals(8, FailureText.of(one).split(" <- ").length);
    }
}
