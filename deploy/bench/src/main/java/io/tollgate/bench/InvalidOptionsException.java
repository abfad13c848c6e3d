package io.tollgate.bench;

/** The command line cannot be understood; the message says what to write instead. */
final class InvalidOptionsException extends Exception {
    InvalidOptionsException(String message) {
        super(message);
    }
}
