package io.tollgate.chat.failure;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Renders a failure as OpenAI's error envelope; every error of this service is written here. */
public final class ErrorEnvelope {

    private static final String SHOULD_RETRY = "x-should-retry";

    private ErrorEnvelope() {}

    /** Answers with status, headers and body. A response that was already closed by the client is left alone. */
    public static void send(HttpServerResponse response, GatewayFailure failure) {
        send(response, failure, toJson(failure));
    }

    /** @param body the failure as the endpoint's clients understand it */
    public static void send(HttpServerResponse response, GatewayFailure failure, Buffer body) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(failure.status()).putHeader("content-type", "application/json");
        switch (failure.retry()) {
            case GatewayFailure.Retry.Never _ -> response.putHeader(SHOULD_RETRY, "false");
            case GatewayFailure.Retry.After after ->
                response.putHeader(SHOULD_RETRY, "true").putHeader("retry-after", Integer.toString(after.seconds()));
            case GatewayFailure.Retry.BySdk _ -> {
                // The SDK's own rule for the status is the right one.
            }
        }
        response.end(body);
    }

    /** The envelope: four keys, all of them required by OpenAI's specification. */
    public static Buffer toJson(GatewayFailure failure) {
        JsonObject error = new JsonObject()
                .put("message", failure.message())
                .put("type", failure.type())
                .put("param", failure.param())
                .put("code", failure.code());
        return new JsonObject().put("error", error).toBuffer();
    }
}
