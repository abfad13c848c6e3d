package io.tollgate.chat.edge;

import io.tollgate.chat.completion.AnswerHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A request's id and the time it arrived. It is made before anything else looks at the request, so that every answer
 * carries the id, also a refusal.
 *
 * @param received {@link System#nanoTime()} when the request's head had arrived
 */
record RequestIdentity(UUID id, long received) {

    static final String HEADER = "x-request-id";
    private static final String KEY = RequestIdentity.class.getName();

    static void give(RoutingContext context, UUID id) {
        RequestIdentity identity = new RequestIdentity(id, System.nanoTime());
        context.put(KEY, identity);
        HttpServerResponse response = context.response();
        response.putHeader(HEADER, id.toString());
        // As late as the head is written, and in one place for answers and errors alike.
        context.addHeadersEndHandler(head -> identity.describe(response));
    }

    private void describe(HttpServerResponse response) {
        String millis = millisSince();
        MultiMap headers = response.headers();
        headers.set("openai-version", "2020-10-01").set("openai-processing-ms", millis);
        if (!headers.contains(AnswerHeaders.ATTEMPTS)) {
            // Answered without a provider: it took all of its time here.
            headers.set(AnswerHeaders.ATTEMPTS, "0").set(AnswerHeaders.OVERHEAD, millis);
        }
        if (response.getStatusCode() >= 400 && !headers.contains(AnswerHeaders.COST)) {
            headers.set(AnswerHeaders.COST, "0");
        }
    }

    static RequestIdentity of(RoutingContext context) {
        return Objects.requireNonNull(context.get(KEY), "a request without an id");
    }

    private String millisSince() {
        return Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - received));
    }
}
