package io.tollgate.chat.completion;

import io.tollgate.chat.route.Target;
import io.tollgate.chat.target.Needs;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A request for the embedding of one text.
 *
 * @param endUser of the request that it is asked for, null if that names none
 * @param tags of that request
 */
record EmbeddingRequest(String model, String text, @Nullable String endUser, Map<String, String> tags)
        implements ClientRequest {

    @Override
    public RequestFacts facts() {
        int length = body(model).length();
        return new RequestFacts(
                Operation.EMBEDDING,
                model,
                new CallShape(length, 1, false, false),
                UsageBounds.inputBound(length, 0, 0),
                OptionalInt.empty(),
                "default",
                endUser,
                null,
                tags,
                List.of(),
                Needs.NOTHING);
    }

    @Override
    public Buffer upstreamBody(Target target, OptionalInt outputBound) {
        return body(target.model());
    }

    private Buffer body(String name) {
        return new JsonObject().put("model", name).put("input", text).toBuffer();
    }
}
