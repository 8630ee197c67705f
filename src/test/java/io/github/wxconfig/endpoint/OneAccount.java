package io.github.wxconfig.endpoint;

import io.github.wxconfig.script.PageFile;
import io.github.wxconfig.script.PageSigner;
import io.github.wxconfig.url.PageUrl;
import jakarta.servlet.http.HttpServletRequest;

/** A filter with one account, whose pages all of them are. */
public final class OneAccount implements Signers {

    private final PageSigner signer;
    private final PageFile file;

    /** @param file what its pages load, or {@code null} */
    public OneAccount(PageSigner signer, PageFile file) {
        this.signer = signer;
        this.file = file;
    }

    @Override
    public PageSigner of(PageUrl url, String account, HttpServletRequest request, boolean isAtPage) {
        return signer;
    }

    @Override
    public boolean isOfAccount(HttpServletRequest request) {
        return true;
    }

    @Override
    public PageFile file(String account, HttpServletRequest request) {
        return file;
    }
}
