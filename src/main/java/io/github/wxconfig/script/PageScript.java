package io.github.wxconfig.script;

import org.jspecify.annotations.Nullable;

/** Holds the markup that is inserted into one page. Made when the insertion point is found, so that it is signed late. */
public interface PageScript {

    /**
     * Returns the finished markup, pure ASCII, so that it is right in every charset the scanner works in.
     *
     * @param xhtml whether the page is {@code application/xhtml+xml}: the result is then well-formed XML
     * @param nonce the page's own Content-Security-Policy nonce for the script tags, or {@code null}
     * @throws RuntimeException if it cannot be made; the page then goes out as the application wrote it
     */
    byte[] render(boolean xhtml, @Nullable String nonce);

    /** At most how many bytes {@link #render} gives, as far as that is known before a page is. */
    default int maxLength() {
        return 8000;
    }

    /** Returns whether what {@link #render} gave last is signed: it is not as long as there is no ticket. */
    default boolean isSigned() {
        return true;
    }

    /** Returns the page's URL, which is signed; {@code null} if it is not known. */
    default @Nullable String url() {
        return null;
    }

    /** What signs the page; {@code null} if that is not known. */
    default @Nullable PageSigner signer() {
        return null;
    }

    /** The address of the SDK that the markup loads, or {@code null}. */
    default @Nullable String sdkUrl() {
        return null;
    }

    /** What the trace says of the page's card: which pages get one, and whether the application has said something about it. */
    default @Nullable String share() {
        return null;
    }
}
