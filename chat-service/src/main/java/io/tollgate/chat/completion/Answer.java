package io.tollgate.chat.completion;

import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.contracts.event.UsageRecorded.Status;

/** An answer that has begun to arrive. */
sealed interface Answer permits HeldAnswer, PlainAnswer, StreamedAnswer, OpaqueAnswer, RefusedAnswer {

    void relay();

    /** The client closed its connection. */
    void clientGone();

    /** The provider is given up; its call is cancelled next. */
    void fail(Status status, AttemptFailure failure);

    /** What was consumed until now, for an end that is no fault of the answer. */
    AttemptEnd soFar(Status status);
}
