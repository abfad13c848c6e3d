package io.tollgate.chat.operation;

import io.tollgate.chat.completion.ClientRequest;
import io.tollgate.chat.completion.RequestFacts;
import io.tollgate.chat.route.Target;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A request whose bytes go to the provider as they are, but for the model's name.
 *
 * @param modelStart where the name that the client gave begins in the body
 * @param modelEnd the offset after it
 * @param written how a name is written in the body
 */
@SuppressWarnings("ArrayRecordComponent") // the body may be tens of megabytes: it is neither copied nor compared
record OperationRequest(
        byte[] body,
        String contentType,
        RequestFacts facts,
        int modelStart,
        int modelEnd,
        UnaryOperator<String> written)
        implements ClientRequest {

    @Override
    public Buffer upstreamBody(Target target, OptionalInt outputBound) {
        if (facts.model().equals(target.model())) {
            return Buffer.buffer(body);
        }
        byte[] name = written.apply(target.model()).getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(body.length + name.length)
                .appendBytes(body, 0, modelStart)
                .appendBytes(name)
                .appendBytes(body, modelEnd, body.length - modelEnd);
    }
}
