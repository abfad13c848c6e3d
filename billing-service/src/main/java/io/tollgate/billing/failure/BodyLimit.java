package io.tollgate.billing.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body by its announced length in the one error envelope; the server itself would answer without a body. Files
 * may be as large as the server takes, everything else {@link #MOST_ELSEWHERE} bytes.
 */
@ApplicationScoped
class BodyLimit {

    /** The largest body anyone has a reason to send, files apart. */
    private static final long MOST_ELSEWHERE = 64L * 1024;

    private static final List<String> FILES = List.of("/v1/prices/", "/v1/reconciliations");

    /** Just before the server's own check, which stays for bodies without a length. */
    private static final int BEFORE_UPLOAD_LIMIT = -3;

    private final ObjectMapper json;
    private final long most;

    BodyLimit(ObjectMapper json, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most) {
        this.json = json;
        this.most = most.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_UPLOAD_LIMIT).handler(this::check);
    }

    private void check(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !exceeds(length, request.request().path())) {
            request.next();
            return;
        }
        ApiException failure = ApiException.tooLarge();
        // The body is not read, so nothing else can follow on this connection.
        request.response()
                .setStatusCode(failure.status())
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(write(failure));
    }

    private boolean exceeds(String length, @Nullable String path) {
        boolean file = path != null && FILES.stream().anyMatch(path::startsWith);
        try {
            return Long.parseLong(length) > (file ? most : MOST_ELSEWHERE);
        } catch (NumberFormatException longerThanAnyNumber) {
            return true;
        }
    }

    private String write(ApiException failure) {
        try {
            return json.writeValueAsString(failure.body());
        } catch (JsonProcessingException unexpected) {
            throw new IllegalStateException("an error cannot be written as JSON", unexpected);
        }
    }
}
