package io.tollgate.chat.completion;

import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.Target;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.OptionalInt;

/** A parsed request. It holds the body, so it is let go as soon as its answer has begun. */
public interface ClientRequest {

    /** What of it decides something here. */
    RequestFacts facts();

    /** Whether its dialect is the one that a target's provider speaks, so that nothing has to be translated. */
    default boolean isOwnDialectOf(Target target) {
        return false;
    }

    /** Headers that belong to its dialect, and that a provider is told whose own dialect it is. */
    default List<String> dialectHeaders() {
        return List.of();
    }

    /**
     * The body for a target: as the client sent it where {@link #isOwnDialectOf} holds, but for the model's name; else in
     * OpenAI's language, and a provider of another one translates it from there.
     *
     * @param outputBound how many output tokens to allow where the client set no bound but a budget needs one
     * @throws UntranslatableRequestException if the target cannot take a parameter of the request
     */
    Buffer upstreamBody(Target target, OptionalInt outputBound) throws UntranslatableRequestException;

    /** The media type of {@link #upstreamBody}. */
    default String contentType() {
        return "application/json";
    }

    /** Turns the answer into the client's language; outlives the request and must not hold it. */
    default AnswerRendering rendering() {
        return AnswerRendering.OPENAI;
    }
}
