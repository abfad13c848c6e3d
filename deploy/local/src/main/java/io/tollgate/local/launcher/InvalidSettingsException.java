package io.tollgate.local.launcher;

/** Settings, or a machine, with which the suite cannot start; the message says what to change. */
final class InvalidSettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSettingsException(String message) {
        super(message);
    }
}
