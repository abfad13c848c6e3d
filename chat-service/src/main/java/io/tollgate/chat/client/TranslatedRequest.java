package io.tollgate.chat.client;

import io.tollgate.chat.completion.AnswerRendering;
import io.tollgate.chat.completion.ClientRequest;
import io.tollgate.chat.completion.RequestFacts;
import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.Target;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A request that is a chat completion by now.
 *
 * @param chat for what decides something here
 * @param forTarget the one of its forms that a target understands
 * @param renderings gives one for each answer, and does not hold the request
 */
record TranslatedRequest(
        ClientRequest chat, Function<Target, ClientRequest> forTarget, Supplier<AnswerRendering> renderings)
        implements ClientRequest {

    @Override
    public RequestFacts facts() {
        return chat.facts();
    }

    @Override
    public Buffer upstreamBody(Target target, OptionalInt outputBound) throws UntranslatableRequestException {
        return forTarget.apply(target).upstreamBody(target, outputBound);
    }

    @Override
    public AnswerRendering rendering() {
        return renderings.get();
    }
}
