package io.github.wxconfig.store;

import io.github.wxconfig.Credential;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Converts a credential to one line of text and back: {@code 1 issued expires value}, with times in milliseconds since 1970.
 * Stores keep this text instead of a Java object, so that every version and every relocated copy of this library can read it.
 */
final class CredentialText {

    private static final String VERSION = "1";

    private CredentialText() {
    }

    static String format(Credential credential) {
        return VERSION + ' ' + credential.issuedAt().toEpochMilli() + ' ' + credential.expiresAt().toEpochMilli() + ' '
                + credential.value();
    }

    /** Returns the credential, or {@code null} if {@code text} does not describe one. */
    static @Nullable Credential parse(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(" ", 4);
        if (parts.length != 4 || !parts[0].equals(VERSION)) {
            return null;
        }
        try {
            return new Credential(parts[3], Instant.ofEpochMilli(Long.parseLong(parts[1])),
                    Instant.ofEpochMilli(Long.parseLong(parts[2])));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
