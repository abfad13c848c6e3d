package io.tollgate.moderation.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.policy.PolicyInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * What is to be replayed.
 *
 * @param candidate the policy, as its topic would have it
 * @param from when the first chats were completed, inclusive
 * @param to when the last ones were, exclusive
 * @param transcriptsMax the most that are looked at
 */
record ReplayRequest(String project, String candidate, OffsetDateTime from, OffsetDateTime to, int transcriptsMax) {

    private static final Set<String> FIELDS = Set.of("project_id", "policy", "start_time", "end_time", "limit");
    private static final String INVALID = "invalid_value";

    static ReplayRequest read(
            ObjectMapper json, PolicyInput input, byte[] body, String organization, Instant now, int transcriptsMax) {
        JsonNode root;
        try {
            root = json.readTree(body);
        } catch (IOException malformed) {
            throw RefusedException.invalid(null, "invalid_json", "The body is not valid JSON.");
        }
        if (root == null || !root.isObject()) {
            throw RefusedException.invalid(null, "invalid_type", "The body must be a JSON object.");
        }
        root.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw RefusedException.invalid(null, "unknown_parameter", "Known here are: " + FIELDS + ".");
            }
        });
        String project = root.path("project_id").asText();
        if (!project.matches("[A-Za-z0-9_-]{1,64}")) {
            throw RefusedException.invalid("project_id", INVALID, "'project_id' must name a project.");
        }
        Instant from = time(root, "start_time", Instant.EPOCH);
        Instant to = time(root, "end_time", now);
        if (!from.isBefore(to)) {
            throw RefusedException.invalid("end_time", INVALID, "'end_time' must be after 'start_time'.");
        }
        JsonNode limit = root.path("limit");
        int atMost = limit.isMissingNode() ? transcriptsMax : limit.asInt();
        if (atMost < 1 || atMost > transcriptsMax) {
            throw RefusedException.invalid("limit", INVALID, "'limit' must be 1 to " + transcriptsMax + ".");
        }
        return new ReplayRequest(
                project,
                candidate(input, root.path("policy"), organization, project),
                from.atOffset(ZoneOffset.UTC),
                to.atOffset(ZoneOffset.UTC),
                atMost);
    }

    /** Checked as if it were to be published. */
    private static String candidate(PolicyInput input, JsonNode policy, String organization, String project) {
        if (!policy.isObject()) {
            throw RefusedException.invalid("policy", "invalid_type", "'policy' must be the policy to try, an object.");
        }
        byte[] written = policy.toString().getBytes(StandardCharsets.UTF_8);
        PolicyPublished candidate = input.read(written, 1, organization, project);
        return new String(EventJson.write(EventType.POLICY_PUBLISHED, candidate), StandardCharsets.UTF_8);
    }

    private static Instant time(JsonNode root, String name, Instant otherwise) {
        JsonNode given = root.path(name);
        if (given.isMissingNode() || given.isNull()) {
            return otherwise;
        }
        long most = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();
        if (!given.isIntegralNumber() || given.asLong() < 0 || given.asLong() > most) {
            throw RefusedException.invalid(name, INVALID, "'" + name + "' must be in seconds since 1970.");
        }
        return Instant.ofEpochSecond(given.asLong());
    }
}
