package io.github.wxconfig.simulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Describes one way in which WeChat, or a proxy in between, can fail. Immutable; its {@link #toString()} is the form that
 * {@link #parse} reads.
 */
public final class Fault {

    private final String name;
    private final How how;

    private Fault(String name, How how) {
        this.name = name;
        this.how = how;
    }

    private interface How {
        Answer answer(Supplier<Answer> normal, Errmsg errmsg);
    }

    /** Gives the text of an error as the address that is called has it. */
    interface Errmsg {
        String of(int errcode);
    }

    /** HTTP 200 and {@code {"errcode":…,"errmsg":…}} with the text of WeChat or WeCom. */
    public static Fault errcode(int errcode) {
        return new Fault("" + errcode, (normal, errmsg) -> Answer.error(errcode, errmsg.of(errcode)));
    }

    /** The same with an {@code errmsg} of the test's own, to which nothing is added. */
    public static Fault errcode(int errcode, String errmsg) {
        return new Fault("" + errcode, (normal, unused) -> Answer.error(errcode, errmsg));
    }

    /** Any status with a plain HTML body, such as a gateway's 502. */
    public static Fault status(int status) {
        return new Fault("status:" + status, (normal, errmsg) -> Answer.of(status, "text/html",
                "<html><head><title>" + status + "</title></head><body><h1>" + status + "</h1></body></html>"));
    }

    /** HTTP 200 and an HTML page, as a captive portal or a wrong proxy answers. */
    public static Fault html() {
        return new Fault("html", (normal, errmsg) -> Answer.of(200, "text/html; charset=utf-8",
                "<!DOCTYPE html><html><head><title>系统繁忙</title></head><body>Please try again later</body></html>"));
    }

    /** HTTP 200 and nothing. */
    public static Fault empty() {
        return new Fault("empty", (normal, errmsg) -> Answer.of(200, null, ""));
    }

    /** HTTP 200 and this body. */
    public static Fault body(String body) {
        return new Fault("body:" + body, (normal, errmsg) -> Answer.of(200, null, body));
    }

    /** HTTP 200 and ten million bytes of JSON. */
    public static Fault huge() {
        return new Fault("huge", (normal, errmsg) -> {
            char[] padding = new char[10_000_000];
            Arrays.fill(padding, 'x');
            return Answer.of(200, null, "{\"padding\":\"" + new String(padding) + "\"}");
        });
    }

    /** A redirect, which WeChat never sends and nobody should follow with a secret. */
    public static Fault redirect(String location) {
        return new Fault("redirect:" + location, (normal, errmsg) -> Answer.redirect(location));
    }

    /** The true answer's first half, as if it were all. */
    public static Fault truncated() {
        return new Fault("truncated", (normal, errmsg) -> normal.get().halved());
    }

    /** The true answer's first half; then the connection ends. */
    public static Fault cut() {
        return new Fault("cut", (normal, errmsg) -> normal.get().halved().ending(Answer.Ending.CUT));
    }

    /** The connection ends without an answer. */
    public static Fault closed() {
        return new Fault("closed", (normal, errmsg) -> Answer.of(200, null, "").ending(Answer.Ending.SILENT));
    }

    /** The true answer, later. */
    public static Fault slow(Duration delay) {
        return new Fault("slow:" + Durations.write(delay), (normal, errmsg) -> normal.get().after(delay));
    }

    /** The true answer, byte by byte. */
    public static Fault drip(Duration gap) {
        return new Fault("drip:" + Durations.write(gap), (normal, errmsg) -> normal.get().dripping(gap));
    }

    /**
     * Reads {@code 40001} (an errcode), {@code status:503}, {@code html}, {@code empty}, {@code body:…}, {@code huge},
     * {@code redirect:URL}, {@code truncated}, {@code cut}, {@code closed}, {@code slow:5s} or {@code drip:1s}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static Fault parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        switch (kind) {
            case "html":
                return html();
            case "empty":
                return empty();
            case "huge":
                return huge();
            case "truncated":
                return truncated();
            case "cut":
                return cut();
            case "closed":
                return closed();
            case "body":
                return body(value);
            case "redirect":
                return redirect(value);
            case "slow":
                return slow(Durations.read(value));
            case "drip":
                return drip(Durations.read(value));
            case "status":
                return status(Numbers.between(100, 599, value, "a status"));
            default:
                return errcode(Numbers.between(-1, 99_999_999, text, "an errcode or the name of a fault"));
        }
    }

    Answer answer(Supplier<Answer> normal, Errmsg errmsg) {
        return how.answer(normal, errmsg);
    }

    @Override
    public String toString() {
        return name;
    }
}
