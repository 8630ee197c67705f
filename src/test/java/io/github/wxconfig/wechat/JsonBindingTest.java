package io.github.wxconfig.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JSON works whatever the server around it would answer to a library's questions. */
class JsonBindingTest {

    private final String before = System.getProperty(Context.INITIAL_CONTEXT_FACTORY);

    @BeforeEach
    void serverWithBeans() {
        ServerWithBeans.LOOKUPS.clear();
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, ServerWithBeans.class.getName());
    }

    @AfterEach
    void serverAsBefore() {
        if (before == null) {
            System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        } else {
            System.setProperty(Context.INITIAL_CONTEXT_FACTORY, before);
        }
    }

    /** As Resin, TomEE, Payara, WildFly and Liberty do: theirs is javax's, and JSON-B would take it for jakarta's. */
    @Test
    void startsWhereJndiKnowsABeanManagerAndDoesNotAskForIt() {
        JsonBinding json = new JsonBinding();
        assertEquals("{\"a\":[\"b\"]}", json.write(Collections.singletonMap("a", Collections.singletonList("b"))));
        assertEquals(Map.of("a", "b"), json.read("{\"a\":\"b\"}"));
        assertEquals(List.of(), ServerWithBeans.LOOKUPS);
    }

    /** A naming service that answers every question with something of its own. */
    public static final class ServerWithBeans implements InitialContextFactory {

        static final List<String> LOOKUPS = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) {
                    LOOKUPS.add(name);
                    return new Object();
                }
            };
        }
    }
}
