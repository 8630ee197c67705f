package io.github.wxconfig.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxconfig.Credential;
import io.github.wxconfig.CredentialStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreFactoryTest {

    @TempDir
    Path dir;

    @Test
    void findsEachStoreByItsName() throws Exception {
        assertEquals("ehcache " + dir.resolve(EhcacheStore.FOLDER), StoreFactory.named("ehcache", dir).open().toString());
        assertInstanceOf(MemoryStore.class, StoreFactory.named("memory", dir).open());
        assertTrue(StoreFactory.named("redis://localhost", dir).open().toString().startsWith(RedisStore.class.getName()));
        assertTrue(StoreFactory.named("rediss://localhost", dir).open().toString().startsWith(RedisStore.class.getName()));
        assertInstanceOf(OfAUser.class, StoreFactory.named(OfAUser.class.getName(), dir).open());
    }

    @Test
    void namesThemWithoutThePassword() {
        assertEquals("ehcache " + dir, StoreFactory.named("ehcache", dir).toString());
        assertEquals("memory", StoreFactory.named("memory", dir).toString());
        assertEquals("redis cache.example.com:6379/0",
                StoreFactory.named("redis://me:hunter2@cache.example.com", dir).toString());
        assertEquals("rediss cache.example.com:6380/2",
                StoreFactory.named("Rediss://:hunter2@cache.example.com:6380/2", dir).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://me:hunter2@x", "redis:/:hunter2@x", "redis://", "redis:///1", "redis://:hunter2%zz@host",
            "redis://:hunter2%@host", "redis://:hunter2@host/one", "redis://:hunter2@host:port", "redis://:hunter2@host:123456",
            "redis://:hunter2@ho st", "not a class"})
    void aNameOfNoStoreFailsWhenItIsOpenedWithARemedyAndWithoutAPassword(String name) {
        StoreFactory store = StoreFactory.named(name, dir);
        IOException e = assertThrows(IOException.class, store::open);
        assertTrue(e.getMessage().contains("redis://"), e::getMessage);
        assertFalse((e.getMessage() + store).contains("hun"), e::getMessage);
        assertNull(e.getCause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ehcash", "com.example.Missing", "java.lang.String", "java.util.List",
            "io.github.wxconfig.store.StoreFactoryTest$WithArgument"})
    void aClassThatIsNoStoreIsAnErrorWhenItIsOpened(String name) {
        IOException e = assertThrows(IOException.class, () -> StoreFactory.named(name, dir).open());
        assertTrue(e.getMessage().contains("must implement io.github.wxconfig.CredentialStore"), e::getMessage);
    }

    @Test
    void readsAllPartsOfARedisUrl() {
        RedisUrl url = new RedisUrl("rediss://us%3Aer:p%40ss%3Aw%2Frd+%25@[::1]:7000/12");
        assertTrue(url.tls);
        assertEquals("us:er", url.user);
        assertEquals("p@ss:w/rd+%", url.password);
        assertEquals("[::1]", url.host);
        assertEquals(7000, url.port);
        assertEquals(12, url.database);
        RedisUrl plain = new RedisUrl("redis://host/");
        assertFalse(plain.tls);
        assertNull(plain.user);
        assertNull(plain.password);
        assertEquals(6379, plain.port);
        assertEquals(0, plain.database);
        assertEquals("redis_cache", new RedisUrl("redis://redis_cache:6379").host);
        assertEquals("p@ss w/rd#", new RedisUrl("redis://:p@ss w/rd#@host").password);
        assertEquals("only", new RedisUrl("redis://only@host").password);
    }

    /** A store that a user wrote. */
    public static class OfAUser implements CredentialStore {

        @Override
        public Credential get(String key) {
            return null;
        }

        @Override
        public void put(String key, Credential credential) {
        }

        @Override
        public void remove(String key) {
        }

        @Override
        public void close() {
        }
    }

    /** One that cannot be made. */
    public static final class WithArgument extends OfAUser {

        public WithArgument(String argument) {
            assertEquals("", argument);
        }
    }
}
