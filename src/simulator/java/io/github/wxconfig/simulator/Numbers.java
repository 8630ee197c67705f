package io.github.wxconfig.simulator;

/** Reads whole numbers that people write. */
final class Numbers {

    private Numbers() {
    }

    /** @throws IllegalArgumentException that says {@code what} was expected, if it is no number or out of range */
    static int between(int lowest, int highest, String text, String what) {
        try {
            int number = Integer.parseInt(text.trim());
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("[" + text + "] is not " + what
                + " (a number from " + lowest + " to " + highest + ")");
    }
}
