package io.github.wxconfig.store;

import java.io.IOException;

/** Reports that a stored value cannot be a credential and was not read; the caller may replace it. */
public final class UnreadableValueException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreadableValueException(String message) {
        super(message);
    }
}
