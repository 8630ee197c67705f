package io.github.wxconfig.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** One HTTP answer, and the manner in which it is brought. Immutable. */
final class Answer {

    /** How the connection ends. */
    enum Ending {
        /** As HTTP has it. */
        WHOLE,
        /** Before the announced length is reached. */
        CUT,
        /** Before anything was said. */
        SILENT
    }

    final int status;
    final String contentType;
    final String location;
    final byte[] body;
    /** How long the answer is held back. */
    final Duration delay;
    /** How long after each byte the next one follows. */
    final Duration gap;
    final Ending ending;

    private Answer(int status, String contentType, String location, byte[] body, Duration delay, Duration gap,
            Ending ending) {
        this.status = status;
        this.contentType = contentType;
        this.location = location;
        this.body = body;
        this.delay = delay;
        this.gap = gap;
        this.ending = ending;
    }

    static Answer of(int status, String contentType, String body) {
        return new Answer(status, contentType, null, body.getBytes(StandardCharsets.UTF_8), Duration.ZERO,
                Duration.ZERO, Ending.WHOLE);
    }

    static Answer json(Map<String, Object> object) {
        return of(200, null, Json.write(object));
    }

    static Answer error(int errcode, String errmsg) {
        return json(Json.object("errcode", errcode, "errmsg", errmsg));
    }

    static Answer redirect(String location) {
        return new Answer(302, "text/html", location, new byte[0], Duration.ZERO, Duration.ZERO, Ending.WHOLE);
    }

    Answer after(Duration time) {
        return new Answer(status, contentType, location, body, time, gap, ending);
    }

    Answer dripping(Duration time) {
        return new Answer(status, contentType, location, body, delay, time, ending);
    }

    Answer ending(Ending other) {
        return new Answer(status, contentType, location, body, delay, gap, other);
    }

    Answer halved() {
        return new Answer(status, contentType, location, Arrays.copyOf(body, body.length / 2), delay, gap, ending);
    }

    /** With this type, unless it has one of its own. */
    Answer typed(String otherwise) {
        return contentType != null ? this
                : new Answer(status, otherwise, location, body, delay, gap, ending);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
