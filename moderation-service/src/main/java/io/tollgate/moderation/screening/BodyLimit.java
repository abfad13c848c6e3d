package io.tollgate.moderation.screening;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tollgate.moderation.failure.RefusedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Turns away a body whose announced length is too large before a byte of it is read; the server's own limit sends no body. */
@Singleton
class BodyLimit {

    /** Before the server's own limit. */
    private static final int PRIORITY = 100;

    private final long maxBytes;
    private final ObjectMapper json;

    BodyLimit(ScreeningConfig config, ObjectMapper json) {
        this.maxBytes = config.maxBodySize().asLongValue();
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        String announced = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced == null || Long.parseLong(announced) <= maxBytes) {
            context.next();
            return;
        }
        RefusedException refused = RefusedException.tooLarge(maxBytes);
        try {
            if (context.request().version() != HttpVersion.HTTP_2) {
                // The rest of the body is not wanted, so the connection cannot be used again.
                context.response().putHeader(HttpHeaders.CONNECTION, "close");
            }
            context.response()
                    .setStatusCode(refused.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(json.writeValueAsString(refused.envelope()));
        } catch (JsonProcessingException failure) {
            context.fail(failure);
        }
    }
}
