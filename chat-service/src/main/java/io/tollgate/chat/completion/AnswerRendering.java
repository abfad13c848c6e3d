package io.tollgate.chat.completion;

import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.buffer.Buffer;

/**
 * Turns one answer from OpenAI's language into the client's. It is asked only for the answer that reaches the client,
 * after everything else has read it. Created for each request; used on one event loop.
 */
public interface AnswerRendering {

    /** For clients that speak OpenAI's language. */
    AnswerRendering OPENAI = new AnswerRendering() {
        @Override
        public Buffer plain(Buffer answer) {
            return answer;
        }

        @Override
        public Buffer events(Buffer events) {
            return events;
        }

        @Override
        public Buffer closing(Buffer events) {
            return events;
        }
    };

    /** A whole plain answer. */
    Buffer plain(Buffer answer);

    /** Whole events of a stream, as they come. */
    Buffer events(Buffer events);

    /** The last events of a complete stream: the usage where it was asked for, and {@code [DONE]}. */
    Buffer closing(Buffer events);

    /** The event that says that a stream which has begun is not complete. */
    default Buffer failure(GatewayFailure failure) {
        return Buffer.buffer("data: ")
                .appendBuffer(ErrorEnvelope.toJson(failure))
                .appendString("\n\n");
    }
}
