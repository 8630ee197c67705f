package io.github.wxconfig.http;

/** What holds for all pages of one filter. */
final class PageRules {

    /** Says what was done with a page and why; only with the option of that name. */
    static final String TRACE_HEADER = "X-WxConfig";

    final String sdkUrl;
    final CachePolicy caching;
    final boolean trace;
    final PageCounts counts = new PageCounts();
    final Complaints complaints = new Complaints();

    PageRules(String sdkUrl, CachePolicy caching, boolean trace) {
        this.sdkUrl = sdkUrl;
        this.caching = caching;
        this.trace = trace;
    }
}
