package io.github.wxconfig.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}",
            "{\"a\":[1,-2,3.5,true,false,null,\"\"],\"b\":{\"c\":\"\\\"\\\\你\\u0001\"},\"d\":null,\"e\":2.50,\"f\":true}"})
    void writesWhatItReads(String json) {
        assertEquals(json, Json.write(Json.readObject(json)));
    }

    @Test
    void readsJavasOwnValues() {
        assertEquals(Json.object("s", "x", "n", 7200L, "t", true, "f", false, "z", null),
                Json.readObject(" {\"s\":\"\\u0078\",\"n\":7200,\"t\":true,\"f\":false,\"z\":null}\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "17", "\"x\"", "null", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}",
        "{\"a\":\"\\x\"}", "{\"a\":nul}", "{\"a\":01x}", "{} 2", "{}{}", "<html>", "{\"a\":1"})
    void refusesWhatIsNotAnObject(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.readObject(text));
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThrows(IllegalArgumentException.class, () -> Json.readObject("{\"a\":" + "[".repeat(100_000)));
    }
}
