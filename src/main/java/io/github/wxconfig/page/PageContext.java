package io.github.wxconfig.page;

import io.github.wxconfig.script.PageScript;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;

/** Holds what is the same for all pages of one filter. */
final class PageContext {

    /** Attribute of a page's request: its signature, for an application that asks by exactly this name. */
    static final String SIGNATURE = "io.github.wxconfig.signature";

    final boolean trace;
    final PageCounts counts = new PageCounts();
    final PageWarnings warnings;

    /** Makes the value of {@link #SIGNATURE} for a page of this script. */
    final Function<PageScript, ?> signatures;

    /** @param logPrefix what each line in the log begins with */
    PageContext(boolean trace, Function<PageScript, ?> signatures, String logPrefix) {
        this.trace = trace;
        this.signatures = signatures;
        this.warnings = new PageWarnings(logPrefix);
    }

    /**
     * Makes calls that a container may refuse, because the standard does not promise them. The application does not
     * hear of it.
     */
    void quietly(HttpServletRequest request, Runnable calls) {
        try {
            calls.run();
        } catch (RuntimeException | LinkageError e) {
            warnings.failure(request.getRequestURI(), e);
        }
    }
}
