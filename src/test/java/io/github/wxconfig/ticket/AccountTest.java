package io.github.wxconfig.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountTest {

    @Test
    void theKeyChangesWithEverythingThatATicketDependsOn() {
        Set<String> keys = new HashSet<>();
        for (Account account : List.of(
                new Account("wx1", "secret", "stable", "https://api.weixin.qq.com"),
                new Account("wx2", "secret", "stable", "https://api.weixin.qq.com"),
                new Account("wx1", "Secret", "stable", "https://api.weixin.qq.com"),
                new Account("wx1", "secret", "classic", "https://api.weixin.qq.com"),
                new Account("wx1", "secret", "stable", "http://127.0.0.1:8080"),
                new Account("wx1", "secret", "stable"),
                new Account("wx1", "secret", "stable", null),
                new Account("wx1", "secret", "stable", ""),
                new Account("wx1", "secrets", "table", ""),
                new Account("wx-1", "a"),
                new Account("wx_1", "a"),
                new Account("wx 1", "a"))) {
            assertTrue(keys.add(account.ticketKey()), account.ticketKey());
            assertTrue(keys.add(account.tokenKey()), account.tokenKey());
        }
    }

    @Test
    void theKeyIsTheSameNextTimeAndHoldsNoSecret() {
        String key = new Account("wx1", "hunter2", "stable").ticketKey();
        assertEquals(key, new Account("wx1", "hunter2", "stable").ticketKey());
        assertTrue(key.matches("wxconfig:wx1:[0-9a-f]{16}:ticket"), key);
        assertFalse(new Account("wx1", "hunter2").toString().contains("hunter2"));
    }

    @Test
    void aCorpsAppHasATicketOfItsOwnAndSharesTokenAndLease() {
        Account corp = new Account("ww1", "corp", "secret", "https://qyapi.weixin.qq.com");
        Account agent = corp.inLog("Filter [x]: ").agent("1000002");
        assertTrue(agent.ticketKey().matches("wxconfig:ww1:[0-9a-f]{16}:agent"), agent.ticketKey());
        assertEquals(corp.tokenKey(), agent.tokenKey());
        assertEquals(corp.ticketKey(), corp.leaseKey());
        assertEquals(corp.leaseKey(), agent.leaseKey());
        assertEquals("ww1, agent 1000002", agent.toString());
        assertEquals("Filter [x]: ", agent.logPrefix());
        assertEquals("ww1, agent 1000002", agent.inLog("").toString());
    }

    @Test
    void anAppidThatIsNoneMakesAKeyNevertheless() {
        assertTrue(new Account("wx 1\n{}\u4e2d", "s").ticketKey().matches("wxconfig:wx_1____:[0-9a-f]{16}:ticket"));
    }
}
