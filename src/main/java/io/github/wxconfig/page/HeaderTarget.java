package io.github.wxconfig.page;

import io.github.wxconfig.servlet.WrapperChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;

/**
 * Finds the response whose headers reach the client, also while another resource is included.
 *
 * <p>For that time Tomcat has a wrapper below us that ignores all changes of headers, because the included resource must not
 * make any; but ours are the page's. Resin has a response of its own, which takes them, tells them, and forgets them.
 */
final class HeaderTarget {

    private final HttpServletRequest request;
    private final Supplier<HttpServletResponse> below;
    /** How many wrappers lay below on entry. Tomcat puts one more there for the time of an include. */
    private final int wrappersBelow;
    /** The container's own on entry. Resin puts another one in its place for the time of an include. */
    private final HttpServletResponse container;

    /** @param below gives the response that ours lies over */
    HeaderTarget(HttpServletRequest request, Supplier<HttpServletResponse> below) {
        this.request = request;
        this.below = below;
        this.wrappersBelow = WrapperChain.depth(below.get());
        this.container = innermost();
    }

    /** Returns the response that takes the page's headers now. */
    HttpServletResponse response() {
        return isOfInclude() ? container() : below.get();
    }

    /** Returns whether no filter before us has wrapped the response. */
    boolean isContainers() {
        return wrappersBelow == 0;
    }

    /** Returns the container's own response. */
    HttpServletResponse container() {
        HttpServletResponse innermost = innermost();
        return Container.isOfInclude(innermost) ? container : innermost;
    }

    private HttpServletResponse innermost() {
        return (HttpServletResponse) WrapperChain.innermost(below.get());
    }

    /** Returns whether what is set now is set by an included resource, by the response that the container has put there. */
    boolean isOfInclude() {
        return WrapperChain.depth(below.get()) != wrappersBelow || Container.isOfInclude(innermost());
    }

    /** Returns whether what is set now is about the page. What an included resource says of its own bytes is not. */
    boolean isOfThePage() {
        return !isOfInclude() && request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) == null;
    }
}
