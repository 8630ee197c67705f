package io.github.wxconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each page is signed by its own account, with that account's ticket and no other's. Requests as bytes, the whole filter. */
@Timeout(60)
class AccountsTest extends FilterTestBase {

    private static final String SECRET = "00112233445566778899aabbccddeeff";
    private static final String SHOP = "wx00000000000000a1";
    private static final String SCHOOL = "wx00000000000000a2";
    private static final String DEFAULT = "wx00000000000000a0";
    private static final String WECHAT = "User-Agent: Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50\r\n";
    private static final Pattern SIGNED =
            Pattern.compile("url\"?:\"([^\"]*)\",\"?appId\"?:\"(\\w+)\",\"?timestamp\"?:(\\d+),\"?nonceStr\"?:"
            + "\"(\\w*)\",\"?signature\"?:\"(\\w+)\"");
    private static final Pattern JSON = Pattern.compile("\"appId\":\"(\\w+)\",\"timestamp\":(\\d+),\"nonceStr\":\"(\\w*)\","
            + "\"signature\":\"(\\w+)\".*\"url\":\"([^\"]*)\"");

    @TempDir
    Path folder;

    AccountsTest() {
        super("/app");
        weChat.account(SHOP, SECRET).account(SCHOOL, SECRET).account(DEFAULT, SECRET);
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        if ("own".equals(request.getQueryString())) {
            response.setContentType("application/json");
            response.getWriter().print(WxConfig.of(request).getJson());
        } else {
            response.getWriter().print("<!DOCTYPE html><html><head><title>Tea</title></head><body></body></html>");
        }
    }

    private void start(String... options) throws Exception {
        context.setInitParameter("wxconfig.apiBase", weChat.baseUrl());
        context.setInitParameter("wxconfig.storeDir", folder.resolve("store").toString());
        context.setInitParameter("wxconfig.trace", "true");
        context.setInitParameter("wxconfig.trustedProxies", "0.0.0.0");
        for (int i = 0; i < options.length; i += 2) {
            context.setInitParameter("wxconfig." + options[i], options[i + 1]);
        }
        startWith(filter());
    }

    private void startTwo(String... more) throws Exception {
        String[] two = {"accounts", "shop, school", "shop.appid", SHOP, "shop.secret", SECRET, "shop.hosts", "shop.example.com",
                "school.appid", SCHOOL, "school.secret", SECRET, "school.hosts", "*.example.com, school.example.org"};
        String[] all = Arrays.copyOf(two, two.length + more.length);
        System.arraycopy(more, 0, all, two.length, more.length);
        start(all);
    }

    private String get(String host, String path, String... headers) throws Exception {
        return connector.getResponse("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + WECHAT
                + String.join("", headers) + "\r\n");
    }

    /** The account by whose ticket the page is signed, after the simulator has agreed; waits for the first ticket. */
    private String signer(String host, String path) throws Exception {
        for (String page = get(host, path);; page = get(host, path)) {
            Matcher signed = SIGNED.matcher(page);
            if (signed.find()) {
                assertTrue(weChat.verify(signed.group(1).replace("\\/", "/"), signed.group(2), Long.parseLong(signed.group(3)),
                        signed.group(4), signed.group(5)).ok(), page);
                return signed.group(2);
            }
            assertTrue(page.contains("signed=no"), page);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void assertPassed(String host, String path) throws Exception {
        String page = get(host, path);
        assertTrue(page.contains("X-WxConfig: passed; reason=no-account") && !page.contains("<script"), page);
    }

    @Test
    void theHostChoosesTheAccount() throws Exception {
        startTwo();
        assertEquals(SHOP, signer("shop.example.com", "/app/"));
        assertEquals(SHOP, signer("SHOP.example.com.:8080", "/app/a.jsp?x=1"));
        assertEquals(SCHOOL, signer("a.example.com", "/app/"));
        assertEquals(SCHOOL, signer("a.b.example.com", "/app/"));
        assertEquals(SCHOOL, signer("school.example.org", "/app/"));
        assertPassed("example.com", "/app/");
        assertPassed("stranger.example", "/app/");
        assertTrue(get("shop.example.com", "/app/").contains("X-WxConfig: injected; account=shop; url="));
    }

    @Test
    void theDefaultAccountTakesWhatNoOtherClaims() throws Exception {
        startTwo("appid", DEFAULT, "secret", SECRET, "school.include", "/m/*");
        assertEquals(DEFAULT, signer("stranger.example", "/app/"));
        assertEquals(SHOP, signer("shop.example.com", "/app/"));
        assertEquals(SCHOOL, signer("a.example.com", "/app/m/1"));
        assertEquals(DEFAULT, signer("a.example.com", "/app/n/1"));
    }

    @Test
    void ofTwoThatClaimTheHostTheLongestPathChooses() throws Exception {
        start("accounts", "shop, school", "shop.appid", SHOP, "shop.secret", SECRET, "school.appid", SCHOOL, "school.secret",
                SECRET, "school.include", "/m/*, /exact.jsp");
        assertEquals(SHOP, signer("any.example", "/app/"));
        assertEquals(SCHOOL, signer("any.example", "/app/m/page"));
        assertEquals(SCHOOL, signer("any.example", "/app/exact.jsp"));
    }

    @Test
    void theEndpointSignsByTheAccountThatOwnsTheUrl() throws Exception {
        startTwo("appid", DEFAULT, "secret", SECRET, "school.include", "/m/*");
        signer("shop.example.com", "/app/");
        signer("a.example.com", "/app/m/");
        signer("stranger.example", "/app/");
        assertEquals(SHOP, asked("shop.example.com", null, "https://shop.example.com/app/x"));
        assertEquals(SCHOOL, asked("a.example.com", null, "https://a.example.com/app/m/x"));
        assertEquals(DEFAULT, asked("a.example.com", null, "https://a.example.com/app/x"));
        assertEquals(SCHOOL, asked("a.example.com", "school", "https://a.example.com/rewritten/x"), "its page says whose it is");
        assertEquals(SHOP, asked("a.example.com", "school", "https://shop.example.com/app/x"), "but the host is another's");
        assertEquals(SHOP, asked("a.example.com", "", "https://shop.example.com/app/x"), "and not the default account's");
        assertEquals("403", asked("stranger.example", null, "https://evil.example/app/x"));
    }

    /** A page from a cache may name no account, or one that is gone. */
    @Test
    void whereAccountsGoByPathTheUrlDecidesAndNotTheEndpointsOwnPath() throws Exception {
        start("appid", DEFAULT, "secret", SECRET, "accounts", "shop", "shop.appid", SHOP, "shop.secret", SECRET, "shop.include",
                "/m/*");
        signer("any.example", "/app/m/");
        signer("any.example", "/app/");
        assertEquals(SHOP, asked("any.example", null, "https://any.example/app/m/x"));
        assertEquals(SHOP, asked("any.example", "gone", "https://any.example/app/m/x"));
        assertEquals(DEFAULT, asked("any.example", null, "https://any.example/app/x"));
        assertFalse(WxConfig.from(context.getServletContext()).sign("https://any.example/app/m/a b").isSigned());
    }

    @Test
    void withoutADefaultAccountTheEndpointSignsForNoStrangersHost() throws Exception {
        startTwo();
        signer("shop.example.com", "/app/");
        assertEquals("403", asked("stranger.example", null, "https://stranger.example/app/x"));
        assertEquals("403", asked("stranger.example", "shop", "https://stranger.example/app/x"));
    }

    /** The account by which the endpoint signs {@code url}, or the status of its refusal. */
    private String asked(String host, String account, String url) throws Exception {
        String answer = get(host, "/app/wxconfig/signature?" + (account == null ? "" : "account=" + account + "&") + "url="
                + URLEncoder.encode(url, StandardCharsets.UTF_8));
        Matcher signed = JSON.matcher(answer);
        if (!signed.find()) {
            return answer.substring(9, 12);
        }
        assertEquals(url, signed.group(5));
        assertTrue(weChat.verify(url, signed.group(1), Long.parseLong(signed.group(2)), signed.group(3), signed.group(4)).ok(),
                answer);
        return signed.group(1);
    }

    @Test
    void aPageNamesItsAccountWhenItLoadsTheFile() throws Exception {
        startTwo();
        String page = get("shop.example.com", "/app/");
        Matcher file = Pattern.compile("/app/wxconfig/more\\.\\w+\\.js\\?account=shop").matcher(page);
        assertTrue(file.find(), page);
        String answer = get("shop.example.com", file.group());
        assertTrue(answer.contains("immutable") && answer.contains("signature?account=shop&url="), answer);
        assertTrue(get("shop.example.com", file.group().replace("shop", "school")).contains("Cache-Control: no-store"),
                "that is another");
    }

    @Test
    void theApplicationAsksByRequestOrByName() throws Exception {
        startTwo();
        signer("shop.example.com", "/app/");
        signer("a.example.com", "/app/");
        assertTrue(get("shop.example.com", "/app/?own").contains("\"appId\":\"" + SHOP));
        assertTrue(get("a.example.com", "/app/?own").contains("\"appId\":\"" + SCHOOL));
        assertTrue(get("stranger.example", "/app/?own").contains("\"signature\":\"\""));
        WxConfig wxConfig = WxConfig.from(context.getServletContext());
        assertEquals(SCHOOL, wxConfig.sign("https://a.example.com/app/x").getAppId());
        assertEquals(SCHOOL, wxConfig.account("School").sign("https://a.example.com/x").getAppId());
        assertFalse(wxConfig.account("school").sign("https://shop.example/x").isSigned());
        assertFalse(wxConfig.sign("https://stranger.example/app/x").isSigned());
        assertThrows(IllegalArgumentException.class, () -> wxConfig.account("none"));
    }

    @Test
    void takesAccountsFromAFolder() throws Exception {
        Path accounts = Files.createDirectory(folder.resolve("accounts"));
        Files.writeString(accounts.resolve("shop.properties"),
                "appid=" + SHOP + "\nsecret=" + SECRET + "\nhosts=shop.example.com\n");
        Files.writeString(accounts.resolve("broken.properties"), "appid=" + SCHOOL + "\nhosts=a.example.com\n");
        Files.writeString(accounts.resolve("not-a-name.properties"), "appid=" + SCHOOL + "\n");
        start("accountsDir", accounts.toString());
        assertFalse(get("shop.example.com", "/app/").contains("no-account"), "also the first page is the account's");
        assertEquals(SHOP, signer("shop.example.com", "/app/"));
        assertPassed("a.example.com", "/app/");
        String lines = log.lines().toString();
        assertTrue(lines.contains("broken.properties] cannot be used: [wxconfig.secret] is not set"), lines);
        assertTrue(lines.contains("not-a-name.properties] cannot be used: its name"), lines);
        assertFalse(lines.contains(SECRET));
    }

    @Test
    void theDefaultAccountTakesNoHostBeforeTheFolderIsRead() throws Exception {
        start("appid", DEFAULT, "secret", SECRET, "accountsDir", folder.resolve("none").toString());
        assertPassed("any.example", "/app/");
        assertTrue(log.lines().toString().contains("of wxconfig.accountsDir cannot be read"), log.lines()::toString);
    }

    @Test
    void withOneAccountNothingIsDifferent() throws Exception {
        start("appid", DEFAULT, "secret", SECRET);
        assertEquals(DEFAULT, signer("any.example", "/app/"));
        String page = get("any.example", "/app/");
        assertFalse(page.contains("account="), page);
        assertEquals(1, Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("wxconfig-wx"))
                .count());
    }
}
