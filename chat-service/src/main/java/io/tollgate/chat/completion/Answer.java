package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.contracts.event.UsageRecorded.Status;

/** An answer that has begun to arrive. */
sealed interface Answer permits PlainAnswer, StreamedAnswer, RefusedAnswer {

    void relay();

    /** The client closed its connection. */
    void clientGone();

    /** The provider is given up; its call was cancelled. */
    void fail(Status status, GatewayFailure failure);
}
