package io.github.wxconfig.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks down the wrappers around a request or a response, from the outermost to the container's own object.
 *
 * <p>A chain that is longer than {@value #MAX_LENGTH} is taken for a circle, and the walk ends there.
 */
public final class WrapperChain {

    private static final int MAX_LENGTH = 100;

    private WrapperChain() {
    }

    /** Returns the outermost of these wrappers, {@code response} included, or {@code null} if there is none. */
    public static <W extends ServletResponse> @Nullable W find(ServletResponse response, Class<W> type) {
        return type.cast(walk(response, WrapperChain::beneath, type::isInstance));
    }

    /** Returns whether a response of this class, by its full name, is in the chain. */
    public static boolean contains(ServletResponse response, String className) {
        return walk(response, WrapperChain::beneath, r -> r.getClass().getName().equals(className)) != null;
    }

    /** Returns whether a request of this class is in the chain. */
    public static boolean contains(ServletRequest request, Class<? extends ServletRequest> type) {
        return walk(request, WrapperChain::beneath, type::isInstance) != null;
    }

    /** Returns the response at the end of the chain, which is the container's. */
    public static ServletResponse innermost(ServletResponse response) {
        Last<ServletResponse> last = new Last<>(response);
        walk(response, WrapperChain::beneath, last);
        return last.element;
    }

    /** Returns the request at the end of the chain, which is the container's. */
    public static ServletRequest innermost(ServletRequest request) {
        Last<ServletRequest> last = new Last<>(request);
        walk(request, WrapperChain::beneath, last);
        return last.element;
    }

    /** Returns how many wrappers lie around the container's response: 0 if {@code response} is the container's. */
    public static int depth(ServletResponse response) {
        Last<ServletResponse> last = new Last<>(response);
        walk(response, WrapperChain::beneath, last);
        return last.depth;
    }

    private static @Nullable ServletResponse beneath(ServletResponse response) {
        return response instanceof ServletResponseWrapper ? ((ServletResponseWrapper) response).getResponse() : null;
    }

    private static @Nullable ServletRequest beneath(ServletRequest request) {
        return request instanceof ServletRequestWrapper ? ((ServletRequestWrapper) request).getRequest() : null;
    }

    /** Returns the first element that is wanted, or {@code null}. */
    private static <T> @Nullable T walk(T top, Function<T, @Nullable T> beneath, Predicate<T> isWanted) {
        @Nullable T element = top;
        for (int i = 0; element != null && i <= MAX_LENGTH; i++) {
            if (isWanted.test(element)) {
                return element;
            }
            element = beneath.apply(element);
        }
        return null;
    }

    /** Wants none, and remembers where the walk ended. */
    private static final class Last<T> implements Predicate<T> {

        private T element;
        private int depth = -1;

        Last(T top) {
            element = top;
        }

        @Override
        public boolean test(T next) {
            element = next;
            depth++;
            return false;
        }
    }
}
