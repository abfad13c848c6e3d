package io.tollgate.chat.completion;

import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The language of one endpoint's clients. One for each endpoint, without state. */
public interface ClientDialect {

    /**
     * Reads what decides something here.
     *
     * @param body kept by the request, and not to be changed
     * @param contentType the body's media type as the client said it, null if it did not
     * @throws InvalidRequestException naming the offending field
     */
    ClientRequest parse(byte[] body, @Nullable String contentType) throws InvalidRequestException;

    /** The body of an answer that says why there is none. */
    default Buffer error(GatewayFailure failure) {
        return ErrorEnvelope.toJson(failure);
    }
}
