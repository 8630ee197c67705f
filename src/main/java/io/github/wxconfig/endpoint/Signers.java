package io.github.wxconfig.endpoint;

import io.github.wxconfig.script.PageFile;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.url.PageUrl;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Knows the accounts of a filter, for pages that ask it for something. Safe for any number of threads. */
public interface Signers {

    /**
     * Returns what signs the page at {@code url}, or {@code null} if that is no account's page.
     *
     * @param account the name of the account that the asking page says it has, or {@code null}
     * @param isAtPage whether {@code request} came to the asking page's own address, and not to the endpoint's
     */
    @Nullable PageSigner of(PageUrl url, @Nullable String account, HttpServletRequest request, boolean isAtPage);

    /** Returns whether the page at the request's own address is an account's. */
    boolean isOfAccount(HttpServletRequest request);

    /**
     * Returns what the asking page loads, or {@code null} if it is no account's page.
     *
     * @param account the name of the account that the page says it has, or {@code null}
     */
    @Nullable PageFile file(@Nullable String account, HttpServletRequest request);
}
