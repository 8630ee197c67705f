package io.github.wxconfig.script;

import io.github.wxconfig.url.PageUrlResolver;

/** What signs the pages of one account. Immutable. */
public final class PageSigner {

    private final String account;
    private final ConfigOptions options;
    private final PageUrlResolver urls;
    private final UrlSigner signatures;

    /**
     * @param account the account's name; empty for the one without a name
     * @param urls finds the URL of the account's pages
     */
    public PageSigner(String account, ConfigOptions options, PageUrlResolver urls, UrlSigner signatures) {
        this.account = account;
        this.options = options;
        this.urls = urls;
        this.signatures = signatures;
    }

    /** The account's name; empty for the one without a name. */
    public String account() {
        return account;
    }

    public ConfigOptions options() {
        return options;
    }

    public PageUrlResolver urls() {
        return urls;
    }

    public UrlSigner signatures() {
        return signatures;
    }
}
