package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;

/** Whoever had a provider called, and decides what follows. */
interface ExchangeOwner {

    /**
     * The exchange has an answer.
     *
     * @return whether it may send it to the client: true for the first exchange that asks; another one is superseded
     */
    boolean mayAnswer(Exchange exchange);

    /** The exchange may answer, but cannot: the client is told why. Only where nothing was sent to it. */
    void refuseAnswer(GatewayFailure failure);

    /** The exchange ended, is settled, and nothing was sent to the client. */
    void failed(Exchange exchange, AttemptFailure failure);

    /**
     * The exchange ended otherwise; it is being settled.
     *
     * @param outcome the HTTP status, {@code client_gone} or {@code superseded}
     */
    void ended(Exchange exchange, String outcome);
}
