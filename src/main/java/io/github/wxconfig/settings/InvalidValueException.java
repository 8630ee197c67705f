package io.github.wxconfig.settings;

/** Reports why a value is invalid, and what to write instead. Never contains the value itself. */
final class InvalidValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String fault;
    private final String remedy;

    /**
     * @param fault completes the sentence "wxconfig.x [value] …"
     * @param remedy a sentence without its full stop
     */
    InvalidValueException(String fault, String remedy) {
        super(fault, null, false, false);
        this.fault = fault;
        this.remedy = remedy;
    }

    String fault() {
        return fault;
    }

    String remedy() {
        return remedy;
    }
}
