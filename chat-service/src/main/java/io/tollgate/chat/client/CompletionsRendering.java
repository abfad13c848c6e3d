package io.tollgate.chat.client;

import io.tollgate.chat.completion.AnswerRendering;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.completions.OpenAiChatToCompletions;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.buffer.Buffer;

/** An answer as a client of the older completions reads it. */
final class CompletionsRendering implements AnswerRendering {

    private final OpenAiChatToCompletions translator;

    CompletionsRendering(String echo) {
        this.translator = new OpenAiChatToCompletions(echo);
    }

    @Override
    public Buffer plain(Buffer answer) {
        try {
            return Buffer.buffer(translator.plain(answer.getBytes()));
        } catch (UntranslatableAnswerException malformed) {
            return ErrorEnvelope.toJson(malformed(malformed));
        }
    }

    @Override
    public Buffer events(Buffer events) {
        try {
            return Buffer.buffer(translator.stream(events.getBytes()));
        } catch (UntranslatableAnswerException malformed) {
            return failure(malformed(malformed));
        }
    }

    @Override
    public Buffer closing(Buffer events) {
        return events(events);
    }

    private static GatewayFailure malformed(UntranslatableAnswerException cause) {
        return GatewayFailure.upstream("The provider's answer cannot be said as a completion: " + cause.reason() + ".");
    }
}
