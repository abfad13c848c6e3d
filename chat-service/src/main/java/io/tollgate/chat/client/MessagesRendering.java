package io.tollgate.chat.client;

import io.tollgate.chat.completion.AnswerRendering;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.messages.OpenAiToMessages;
import io.tollgate.chat.dialect.messages.OpenAiToMessagesStream;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.buffer.Buffer;

/** An answer as one of Anthropic's clients reads it. */
final class MessagesRendering implements AnswerRendering {

    private final OpenAiToMessagesStream stream = new OpenAiToMessagesStream();

    @Override
    public Buffer plain(Buffer answer) {
        try {
            return Buffer.buffer(OpenAiToMessages.translate(answer.getBytes()));
        } catch (UntranslatableAnswerException malformed) {
            return MessagesDialect.envelope(GatewayFailure.upstream(
                    "The provider's answer cannot be said as a message: " + malformed.reason() + "."));
        }
    }

    @Override
    public Buffer events(Buffer events) {
        try {
            return Buffer.buffer(stream.translate(events.getBytes()));
        } catch (UntranslatableAnswerException malformed) {
            return failure(GatewayFailure.upstream("The provider's stream is malformed: " + malformed.reason() + "."));
        }
    }

    @Override
    public Buffer closing(Buffer events) {
        return events(events);
    }

    @Override
    public Buffer failure(GatewayFailure failure) {
        return Buffer.buffer("event: error\ndata: ")
                .appendBuffer(MessagesDialect.envelope(failure))
                .appendString("\n\n");
    }
}
