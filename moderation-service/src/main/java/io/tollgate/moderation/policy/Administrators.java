package io.tollgate.moderation.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.failure.RefusedException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks billing-service, which alone knows admin keys and their roles. Nothing is remembered: a revoked key ends at once. */
@Singleton
public class Administrators {

    private static final Logger LOG = Logger.getLogger(Administrators.class);
    private static final int LONGEST_HEADER = 512;

    private final HttpClient http;
    private final ObjectMapper json;
    private final PolicyConfig config;

    Administrators(ObjectMapper json, PolicyConfig config) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.billingTimeout())
                .build();
        this.json = json;
        this.config = config;
    }

    /** Fails with 401 for a key that is none, and with 503 where nobody can say. */
    public Uni<Administrator> identify(@Nullable String authorization) {
        return ask(authorization, "/v1/organization/caller").map(this::read);
    }

    /** Fails with 404 if the administrator's organization has no such project. */
    public Uni<Void> requireProject(@Nullable String authorization, String project) {
        if (!project.matches("[A-Za-z0-9_-]{1,64}")) {
            return Uni.createFrom().failure(RefusedException.notFound("There is no such project."));
        }
        return ask(authorization, "/v1/organization/projects/" + project).replaceWithVoid();
    }

    private Uni<String> ask(@Nullable String authorization, String path) {
        if (authorization == null || authorization.length() > LONGEST_HEADER || hasControls(authorization)) {
            return Uni.createFrom()
                    .failure(RefusedException.unauthorized(
                            "Provide an admin key as 'Authorization: Bearer sk-admin-…'."));
        }
        URI uri = config.billingUrl().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(config.billingTimeout())
                .header("authorization", authorization)
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .onFailure()
                .transform(failure -> {
                    LOG.warnf("billing-service cannot be asked who an admin key belongs to: cause=%s", failure);
                    return RefusedException.unavailable("The accounts cannot be reached. Try again shortly.");
                })
                .map(Administrators::body);
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(character -> character < ' ' || character > '~');
    }

    private static String body(HttpResponse<String> answer) {
        return switch (answer.statusCode()) {
            case 200 -> answer.body();
            case 401 -> throw RefusedException.unauthorized("The admin key is not known, has expired or was revoked.");
            case 403 -> throw RefusedException.forbidden("The role of this admin key does not permit this.");
            case 404 -> throw RefusedException.notFound("There is no such project.");
            default -> throw RefusedException.unavailable("The accounts cannot be reached. Try again shortly.");
        };
    }

    private Administrator read(String body) {
        try {
            JsonNode caller = json.readTree(body);
            String role = caller.path("role").asText();
            String project = caller.path("project_id").textValue();
            return new Administrator(
                    caller.path("actor_id").asText(),
                    caller.path("organization_id").asText(),
                    role.equals("owner"),
                    project,
                    role.equals("project_admin"));
        } catch (JsonProcessingException malformed) {
            throw RefusedException.unavailable("The accounts' answer cannot be understood.");
        }
    }
}
