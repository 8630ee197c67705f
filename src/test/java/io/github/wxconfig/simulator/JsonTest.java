package io.github.wxconfig.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"a\":[1,-2,3.5,true,false,null,\"\"],\"b\":{\"c\":\"\\\"\\\\你\\u0001\"}}", "17", "\"x\""})
    void writesWhatItReads(String json) {
        assertEquals(json, Json.write(Json.read(json)));
    }

    @Test
    void knowsEveryEscapeAndSkipsSpace() {
        assertEquals("{a=/\b\f\n\r\t\"\\A}", Json.read(" {\t\"a\" :\r\n\"\\/\\b\\f\\n\\r\\t\\\"\\\\\\u0041\" } ").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "[1,]", "[1 2]", "\"", "\"\\x\"", "\"\\u12g4\"",
        "\"a\nb\"", "nul", "01x", "1 2", "<html>", "{\"a\":1"})
    void refusesWhatIsNotJson(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.read(text));
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThrows(IllegalArgumentException.class, () -> Json.read("[".repeat(100_000)));
    }
}
