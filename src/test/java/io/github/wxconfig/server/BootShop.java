package io.github.wxconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An application as Spring Boot's users write it, which knows nothing of this project but its options. */
final class BootShop {

    private static final String SHOP = """
            package shop;
            import java.util.*;
            import java.util.concurrent.Callable;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.boot.builder.SpringApplicationBuilder;
            import org.springframework.boot.web.servlet.FilterRegistrationBean;
            import org.springframework.boot.web.PACKAGE.SpringBootServletInitializer;
            import org.springframework.context.annotation.Bean;
            import org.springframework.http.*;
            import org.springframework.stereotype.Controller;
            import org.springframework.web.bind.annotation.*;
            import org.springframework.web.context.request.async.DeferredResult;
            import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

            @SpringBootApplication
            public class Shop extends SpringBootServletInitializer {
                public static void main(String[] arguments) { SpringApplication.run(Shop.class, arguments); }
                @Override protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
                    return builder.sources(Shop.class);
                }
                @Bean FilterRegistrationBean framework() {
                    FilterRegistrationBean bean = new FilterRegistrationBean();
                    bean.setFilter(new Framework());
                    bean.setOrder(org.springframework.core.Ordered.HIGHEST_PRECEDENCE);
                    return bean;
                }
                BEANS
            }

            class Framework implements SERVLET.Filter {
                public void init(SERVLET.FilterConfig config) { }
                public void destroy() { }
                public void doFilter(SERVLET.ServletRequest request, SERVLET.ServletResponse response, SERVLET.FilterChain chain)
                        throws java.io.IOException, SERVLET.ServletException {
                    if (((SERVLET.http.HttpServletRequest) request).getRequestURI().endsWith("/framework")) {
                        response.setContentType(Pages.TYPE);
                        response.getWriter().print(Pages.HTML);
                    } else {
                        chain.doFilter(request, response);
                    }
                }
            }

            @Controller
            class Pages {
                static final String HTML =
                        "<!DOCTYPE html><html><head><title>Tea</title></head><body>\u5c71\u5c9a\u8336\u793e</body></html>";
                static final String TYPE = "text/html;charset=UTF-8";

                @GetMapping("/template") String template(Map<String, Object> model) {
                    model.put("name", "\u9f99\u4e95");
                    return "tea";
                }
                @GetMapping(value = "/string", produces = TYPE) @ResponseBody String string() { return HTML; }
                @GetMapping(value = "/callable", produces = TYPE) @ResponseBody Callable<String> callable() { return () -> HTML; }
                @GetMapping(value = "/deferred", produces = TYPE) @ResponseBody DeferredResult<String> deferred() {
                    DeferredResult<String> result = new DeferredResult<>();
                    new Thread(() -> result.setResult(HTML)).start();
                    return result;
                }
                @GetMapping("/stream") ResponseEntity<StreamingResponseBody> stream() {
                    return ResponseEntity.ok().contentType(MediaType.parseMediaType(TYPE)).body(out -> {
                        for (String part : HTML.split("(?=<)")) { out.write(part.getBytes("UTF-8")); out.flush(); }
                    });
                }
                @GetMapping("/forward") String forward() { return "forward:/static.html"; }
                @GetMapping("/redirect") String redirect() { return "redirect:/string"; }
                @GetMapping("/json") @ResponseBody Map<String, String> json() { return Collections.singletonMap("html", HTML); }
                @GetMapping("/broken") String broken() { throw new IllegalStateException("broken"); }
            }
            """;

    private static final String HTML =
            "<!DOCTYPE html><html><head><meta charset=\"UTF-8\"/><title>Tea</title></head><body>\u5c71\u5c9a</body></html>\n";

    private static final String OPTIONS = """
            wxconfig:
              appid: wx0123456789abcdef
              secret: ${file:${keys}/secret}
              api-base: ${simulator}
              store-dir: ${keys}/credentials
              js-api-list:
                - chooseImage
                - scanQRCode
              status: off
            """;

    static final String SECRET = "0123456789abcdef0123456789abcdef";

    /** What the options make of the page's script. */
    static final String APIS = "jsApiList:[\"chooseImage\",\"scanQRCode\"]";

    private BootShop() {
    }

    /** With the jar that it needs. */
    static BootArchive archive(String boot, String needs) {
        return archive(boot, needs, era(boot).jar(), "");
    }

    /** @param beans source of {@code @Bean} methods, or {@code ""} */
    static BootArchive archive(String boot, String needs, Path jar, String beans) {
        return new BootArchive(boot, needs)
                .library(jar)
                .source(era(boot),
                        SHOP.replace("PACKAGE", boot.startsWith("1.") ? "support" : "servlet.support").replace("BEANS", beans)
                        .replace("SERVLET.", era(boot) == Era.JAVAX ? "javax.servlet." : "jakarta.servlet."))
                .file("application.yml", OPTIONS)
                .file("static/index.html", HTML)
                .file("static/static.html", HTML)
                .file("templates/tea.html",
                        "<!DOCTYPE html><html xmlns:th=\"http://www.thymeleaf.org\"><head><meta charset=\"UTF-8\"/>"
                        + "<title th:text=\"${name}\"></title></head><body></body></html>");
    }

    /** A main class and nothing else. */
    static BootArchive empty(String boot, String needs) {
        return new BootArchive(boot, needs).library(era(boot).jar()).file("application.yml", OPTIONS).source(era(boot), """
                package shop;
                @org.springframework.boot.autoconfigure.SpringBootApplication
                public class Shop {
                    public static void main(String[] arguments) {
                        org.springframework.boot.SpringApplication.run(Shop.class, arguments);
                    }
                }
                """);
    }

    static Era era(String boot) {
        return boot.compareTo("3") < 0 ? Era.JAVAX : Era.JAKARTA;
    }

    /** Puts the secret where the options say, and says where that is. */
    static <S extends Server> S configure(S server, String simulator) {
        Path keys = server.base.resolve("keys");
        try {
            Files.createDirectories(keys);
            Files.writeString(keys.resolve("secret"), SECRET + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.with("simulator", simulator).with("keys", keys);
        return server;
    }
}
