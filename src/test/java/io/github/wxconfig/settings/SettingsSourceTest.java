package io.github.wxconfig.settings;

import static java.util.Arrays.asList;
import static java.util.Collections.emptyList;
import static java.util.Collections.enumeration;
import static java.util.Collections.singletonMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsSourceTest {

    @ParameterizedTest
    @EnumSource(Option.class)
    void everyOptionIsFoundInEveryPlace(Option option) {
        Map<String, String> prefixed = singletonMap("wxconfig." + option.key(), "x");
        assertEquals("x", contextParams(prefixed).get(option.key()));
        assertEquals("x", initParams(prefixed).get(option.key()));
        assertEquals("x", initParams(singletonMap(option.key(), "x")).get(option.key()));
        assertEquals("x", SettingsSource.environment(singletonMap(option.variable(), "x")).get(option.key()));
        System.setProperty(option.property(), "x");
        try {
            assertEquals("x", SettingsSource.systemProperties().get(option.key()));
        } finally {
            System.clearProperty(option.property());
        }
    }

    @ParameterizedTest
    @CsvSource({"WXCONFIG_JSAPILIST,jsApiList", "WXCONFIG_JS_API_LIST,jsApiList", "WXCONFIG_APPID,appid",
        "WXCONFIG_APP_ID,appid", "WXCONFIG_BASE_URL,baseUrl", "WXCONFIG_TICKETTOKEN,ticketToken"})
    void variablesMayHaveUnderscoresBetweenWords(String variable, String key) {
        assertEquals("x", SettingsSource.environment(singletonMap(variable, "x")).get(key));
    }

    @ParameterizedTest
    @CsvSource({"wxconfig.js-api-list,jsApiList", "wxconfig.jsapilist,jsApiList", "wxconfig.appId,appid", "wxconfig.app_id,appid",
        "wxconfig.BaseURL,baseUrl"})
    void namesMayBeWrittenAsElsewhere(String name, String key) {
        for (SettingsSource source : asList(SettingsSource.of("x", map(name, "x")), contextParams(map(name, "x")),
                initParams(map(name, "x")), initParams(map(name.substring("wxconfig.".length()), "x")))) {
            assertEquals("x", source.get(key));
            assertEquals(emptyList(), source.unknownNames(emptyList()));
        }
    }

    @Test
    void filtersFindWhatWasHandedOver() {
        ClassLoader application = new ClassLoader() { };
        assertEquals(emptyList(), SettingsSource.handedOver(application, "/shop"));
        SettingsSource.handOver(asList(contextParams(map("wxconfig.appid", "x"))), application, "/shop");
        assertEquals("x", SettingsSource.handedOver(application, "/shop").get(0).get("appid"));
        assertEquals(emptyList(), SettingsSource.handedOver(application, "/another"));
        assertEquals(emptyList(), SettingsSource.handedOver(null, "/shop"));
    }

    @Test
    void theEnvironmentIsTheOneOfThisProcess() {
        assertEquals(SettingsSource.environment(System.getenv()).names(), SettingsSource.environment().names());
        assertEquals("environment", SettingsSource.environment().name());
    }

    @Test
    void leavesOtherNamesAlone() {
        SettingsSource source = contextParams(map("contextConfigLocation", "x", "appid", "y", "wxconfigx", "z"));
        assertEquals(emptyList(), source.names());
        assertEquals(emptyList(), source.unknownNames(emptyList()));
        assertNull(source.get("appid"));
        assertEquals(emptyList(), SettingsSource.environment(map("PATH", "x", "APPID", "y", "wxconfig_appid", "z")).names());
    }

    @Test
    void saysWhichOptionsItHolds() {
        assertEquals(asList("appid", "secret", "readTimeout"),
                SettingsSource.environment(map("WXCONFIG_READTIMEOUT", "1", "WXCONFIG_SECRET", "2", "WXCONFIG_APPID", "3"))
                .names());
    }

    @Test
    void isASnapshot() {
        Map<String, String> properties = map("wxconfig.appid", "before");
        SettingsSource source = contextParams(properties);
        properties.put("wxconfig.appid", "after");
        properties.put("wxconfig.secret", "after");
        assertEquals("before", source.get("appid"));
        assertNull(source.get("secret"));
    }

    @Test
    void aParameterWithoutValueIsNotSet() {
        assertNull(contextParams(map("wxconfig.appid", null)).get("appid"));
    }

    /** In the order in which a filter puts them together. */
    @Test
    void theFourPlacesHaveTheirPrecedence() {
        System.setProperty("wxconfig.endpoint", "/system");
        try {
            Settings settings = Settings.read(asList(
                    SettingsSource.systemProperties(),
                    SettingsSource.environment(map("WXCONFIG_ENDPOINT", "/env", "WXCONFIG_BASEURL", "http://env")),
                    initParams(map("endpoint", "/init", "baseUrl", "http://init", "storeDir", "init")),
                    contextParams(map("wxconfig.endpoint", "/context", "wxconfig.baseUrl", "http://context",
                            "wxconfig.storeDir", "context", "wxconfig.readTimeout", "9s"))));
            assertEquals(asList(
                    "wxconfig.baseUrl ........... http://env (from environment)",
                    "wxconfig.endpoint .......... /system (from system property)",
                    "wxconfig.storeDir .......... init (from init-param)",
                    "wxconfig.readTimeout ....... 9s (from context-param)"), settings.report());
            assertEquals("/system", settings.endpoint());
        } finally {
            System.clearProperty("wxconfig.endpoint");
        }
    }

    @Test
    void mistypedNamesAreReportedWithTheNearestInTheSameSpelling() {
        Settings settings = Settings.read(asList(
                SettingsSource.of("system property", map("wxconfig.apppid", "x")),
                SettingsSource.environment(map("WXCONFIG_JS_API_LIS", "x", "WXCONFIG_SECRETS", "s3cr3t")),
                initParams(map("basUrl", "x", "wxconfig.Stores", "x")),
                contextParams(map("wxconfig.app.id", "x", "wxconfig.trustedProxy", "x", "wxconfig.", "x"))));
        assertEquals(asList(
                "[wxconfig.apppid] from system property is not an option; ignoring it. The nearest known name is"
                + " [wxconfig.appid].",
                "[WXCONFIG_JS_API_LIS] from environment is not an option; ignoring it. The nearest known name is"
                + " [WXCONFIG_JSAPILIST].",
                "[WXCONFIG_SECRETS] from environment is not an option; ignoring it. The nearest known name is [WXCONFIG_SECRET].",
                "[basUrl] from init-param is not an option; ignoring it. The nearest known name is [baseUrl].",
                "[wxconfig.Stores] from init-param is not an option; ignoring it. The nearest known name is [store].",
                "[wxconfig.] from context-param is not an option; ignoring it. The nearest known name is [wxconfig.spa].",
                "[wxconfig.app.id] from context-param is not an option; ignoring it. The nearest known name is [wxconfig.appid].",
                "[wxconfig.trustedProxy] from context-param is not an option; ignoring it."
                        + " The nearest known name is [wxconfig.trustedProxies]."),
                settings.problems());
        assertTrue(settings.report().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "kitten,sitting,3", "appid,APPID,0", "baseUrl,basUrl,1", "store,trace,4", "ab,ba,2"})
    void distanceIsLevenshteins(String a, String b, int distance) {
        assertEquals(distance, NearestName.distance(a, b));
        assertEquals(distance, NearestName.distance(b, a));
    }

    private static SettingsSource contextParams(Map<String, String> params) {
        return SettingsSource.contextParams(params::get, enumeration(params.keySet()));
    }

    private static SettingsSource initParams(Map<String, String> params) {
        return SettingsSource.initParams(params::get, enumeration(params.keySet()));
    }

    private static Map<String, String> map(String... namesAndValues) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
