package io.github.wxconfig.simulator;

import java.security.SecureRandom;
import java.util.Random;

/** Makes values that look like WeChat's. */
final class RandomText {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final Random RANDOM = new SecureRandom();

    private RandomText() {
    }

    static String token(boolean longest) {
        return of(longest ? 512 : 157);
    }

    static String ticket() {
        return of(86);
    }

    /** As those of WeCom's apps look, which are Base64. */
    static String agentTicket() {
        return of(40) + "+" + of(40) + "/==";
    }

    private static String of(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
