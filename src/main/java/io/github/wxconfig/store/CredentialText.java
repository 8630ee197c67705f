package io.github.wxconfig.store;

import io.github.wxconfig.Credential;
import java.time.Instant;

/**
 * A credential as one line of text: {@code 1 issued expires value}, times in milliseconds since 1970. Stores keep this and
 * no Java object, so that what one version or one relocated copy of this library wrote, every other can read.
 */
final class CredentialText {

    private static final String VERSION = "1";

    private CredentialText() {
    }

    static String format(Credential credential) {
        return VERSION + ' ' + credential.issuedAt().toEpochMilli() + ' ' + credential.expiresAt().toEpochMilli() + ' '
                + credential.value();
    }

    /** The credential, or {@code null} if this is not the text of one. */
    static Credential parse(String text) {
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
