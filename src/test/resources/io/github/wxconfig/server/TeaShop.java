package tea;

import com.google.gson.Gson;
import jakarta.json.Json;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.json.JSONObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/**
 * An application's page that works with every library of its own, and tells where each class comes from, what service
 * loaders find, and how java.util.logging is set. For the old servlet API, jakarta becomes javax.
 */
public class TeaShop extends HttpServlet implements ServletContextListener {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(TeaShop.class);
    private static final java.util.logging.Logger OLD_LOG = java.util.logging.Logger.getLogger("tea.old");
    private static final List<String> SERVICES = Arrays.asList("jakarta.json.bind.spi.JsonbProvider",
            "jakarta.json.spi.JsonProvider", "org.ehcache.core.spi.service.ServiceFactory", "org.slf4j.spi.SLF4JServiceProvider");
    private static final List<String> RESOURCES = Arrays.asList("org/slf4j/impl/StaticLoggerBinder.class",
            "org/slf4j/Logger.class", "org/ehcache/Cache.class", "net/sf/ehcache/Cache.class", "redis/clients/jedis/Jedis.class",
            "org/json/JSONObject.class", "com/google/gson/Gson.class", "org/apache/commons/pool2/ObjectPool.class",
            "yasson-messages.properties", "logback.xml");

    @Override
    public void contextInitialized(ServletContextEvent event) {
        if (event.getServletContext().getInitParameter("bridged").equals("true")) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
        OLD_LOG.setLevel(Level.FINE);
        LOG.info("open");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        SLF4JBridgeHandler.uninstall();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html; charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.println("<html><head><title>Tea</title></head><body><pre>");
        try {
            json(out);
            caches(out);
            redis(out);
            logging(out);
            services(out);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        out.println("</pre></body></html>");
    }

    private static void used(PrintWriter out, Class<?> type, Object result) {
        URL jar = type.getProtectionDomain().getCodeSource().getLocation();
        out.println(type.getName() + " of " + jar + " says " + result);
    }

    private static void json(PrintWriter out) throws Exception {
        Jsonb jsonb = JsonbBuilder.create();
        used(out, jsonb.getClass(), jsonb.toJson(Collections.singletonMap("tea", "green")));
        jsonb.close();
        used(out, JsonProvider.provider().getClass(), Json.createObjectBuilder().add("tea", "white").build());
        used(out, Gson.class, new Gson().toJson(Collections.singletonMap("tea", "red")));
        used(out, JSONObject.class, new JSONObject().put("tea", "black"));
    }

    /** Ehcache 3 is opened a second time, to see what it has on disk. */
    private void caches(PrintWriter out) throws Exception {
        PersistentCacheManager three = ehcache();
        three.getCache("teas", String.class, String.class).put("tea", "oolong");
        three.close();
        three = ehcache();
        used(out, three.getClass(), three.getCache("teas", String.class, String.class).get("tea"));
        three.close();
        net.sf.ehcache.CacheManager two = new net.sf.ehcache.CacheManager(new net.sf.ehcache.config.Configuration()
                .name(getServletContext().getContextPath()).updateCheck(false)
                .cache(new net.sf.ehcache.config.CacheConfiguration("teas", 10)));
        two.getCache("teas").put(new net.sf.ehcache.Element("tea", "puer"));
        used(out, two.getClass(), two.getCache("teas").get("tea").getObjectValue());
        two.shutdown();
    }

    private PersistentCacheManager ehcache() {
        File folder = new File((File) getServletContext().getAttribute(ServletContext.TEMPDIR), "teas");
        return CacheManagerBuilder.newCacheManagerBuilder().with(CacheManagerBuilder.persistence(folder))
                .withCache("teas", CacheConfigurationBuilder.newCacheConfigurationBuilder(String.class, String.class,
                        ResourcePoolsBuilder.heap(10).disk(1, MemoryUnit.MB, true))).build(true);
    }

    private void redis(PrintWriter out) {
        ServletContext context = getServletContext();
        JedisPool pool = new JedisPool(new JedisPoolConfig(), "127.0.0.1",
                Integer.parseInt(context.getInitParameter("redis.port")), 2000, context.getInitParameter("redis.password"), 3);
        Jedis jedis = pool.getResource();
        String key = "tea:" + context.getContextPath();
        jedis.set(key, "dark");
        used(out, jedis.getClass(), jedis.get(key));
        jedis.close();
        used(out, GenericObjectPool.class, pool.getNumIdle());
        pool.close();
    }

    /** Levels that somebody set, and handlers, of java.util.logging; and what the application itself logs in either way. */
    private static void logging(PrintWriter out) {
        used(out, LoggerFactory.getILoggerFactory().getClass(), LOG.isInfoEnabled() + ", " + LOG.isDebugEnabled()
                + ", of Ehcache " + LoggerFactory.getLogger("org.ehcache").isDebugEnabled());
        LOG.warn("tea is hot");
        OLD_LOG.info("tea was hot");
        LogManager manager = LogManager.getLogManager();
        for (String name : new TreeSet<String>(Collections.list(manager.getLoggerNames()))) {
            java.util.logging.Logger logger = manager.getLogger(name);
            if (logger != null && !name.startsWith("io.github.wxconfig")) {
                for (Handler handler : logger.getHandlers()) {
                    out.println("[" + name + "] writes to " + handler.getClass().getName() + " at " + handler.getLevel());
                }
                if (logger.getLevel() != null) {
                    out.println("[" + name + "] is at " + logger.getLevel());
                }
            }
        }
        for (String name : Arrays.asList("org.ehcache", "org.ehcache.core.EhcacheManager", "org.eclipse.yasson", "redis.clients",
                "tea")) {
            out.println("[" + name + "] logs " + java.util.logging.Logger.getLogger(name).isLoggable(Level.INFO));
        }
    }

    private static void services(PrintWriter out) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (String name : SERVICES) {
            out.println(name + ": " + Collections.list(loader.getResources("META-INF/services/" + name)));
            try {
                for (Object provider : ServiceLoader.load(Class.forName(name, true, loader))) {
                    used(out, provider.getClass(), "a service");
                }
            } catch (ClassNotFoundException e) {
                out.println(name + " is not there");
            }
        }
        for (String name : RESOURCES) {
            out.println(name + ": " + Collections.list(loader.getResources(name)));
        }
    }
}
