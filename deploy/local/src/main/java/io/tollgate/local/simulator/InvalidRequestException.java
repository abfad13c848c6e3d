package io.tollgate.local.simulator;

/** A request that a provider would refuse with 400; the message is for the client. */
final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String parameter;

    InvalidRequestException(String message, String parameter) {
        super(message);
        this.parameter = parameter;
    }

    /** The offending field, for example {@code simulator.fault}. */
    String parameter() {
        return parameter;
    }
}
