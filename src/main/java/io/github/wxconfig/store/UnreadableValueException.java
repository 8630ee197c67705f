package io.github.wxconfig.store;

import java.io.IOException;

/** Says that what lies in a store cannot be a credential, and is not read; it may be replaced. */
public final class UnreadableValueException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreadableValueException(String message) {
        super(message);
    }
}
