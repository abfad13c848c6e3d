package io.tollgate.chat.completion;

import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.Target;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalInt;

/** A parsed request. It holds the body, so it is let go as soon as its answer has begun. */
public interface ClientRequest {

    /** What of it decides something here. */
    RequestFacts facts();

    /**
     * The body for a target, in OpenAI's language; a provider of another one translates it from there.
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
