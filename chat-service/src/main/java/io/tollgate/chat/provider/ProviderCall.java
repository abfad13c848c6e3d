package io.tollgate.chat.provider;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * A provider that has begun to answer.
 *
 * @param request for cancelling: a reset ends the provider's work where the provider listens to it
 * @param response paused; resume it to read
 * @param translator to OpenAI's language, for this answer alone
 */
public record ProviderCall(HttpClientRequest request, HttpClientResponse response, AnswerTranslator translator) {

    /** HTTP/2's CANCEL; on HTTP/1.1 it closes the connection. */
    private static final long CANCEL = 8;

    public void cancel() {
        request.reset(CANCEL);
    }

    public boolean isSuccess() {
        return response.statusCode() >= 200 && response.statusCode() < 300;
    }
}
