package io.tollgate.moderation.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.moderation.enforcement.CompiledPolicy;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.InvalidRuleException;
import io.tollgate.moderation.engine.sensitive.SensitiveKind;
import io.tollgate.moderation.failure.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a policy as its owner writes it, and refuses what no guard could follow. */
public final class PolicyInput {

    private static final Set<String> FIELDS = Set.of(
            "fail_mode", "stream_mode", "rules", "terms", "patterns", "judge", "stores_content", "retention_days");
    private static final String INVALID = "invalid_policy";

    private final ObjectMapper json;
    private final Set<String> judges;

    /** @param judges what a policy can name as its judge */
    public PolicyInput(ObjectMapper json, Set<String> judges) {
        this.json = json;
        this.judges = judges;
    }

    /** @param version that of the policy it becomes */
    public PolicyPublished read(byte[] body, long version, String organization, @Nullable String project) {
        ObjectNode policy = object(body);
        for (Iterator<String> names = policy.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw RefusedException.invalid(
                        name,
                        "unknown_parameter",
                        "Unknown parameter: '" + name + "'. Known: " + new TreeSet<>(FIELDS));
            }
        }
        for (String list : List.of("rules", "terms", "patterns")) {
            if (!policy.has(list)) {
                policy.putArray(list);
            }
        }
        policy.put("version", version).put("organization", organization).put("active", true);
        if (project != null) {
            policy.put("project", project);
        }
        PolicyPublished read = parsed(policy);
        requireKnownSubjects(read);
        requireKnownJudge(read);
        compile(read);
        return read;
    }

    ObjectNode object(byte[] body) {
        try {
            JsonNode node = json.readTree(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw RefusedException.invalid(null, INVALID, "The body must be a JSON object.");
        } catch (JsonProcessingException malformed) {
            throw RefusedException.invalid(null, INVALID, "The body is not valid JSON.");
        } catch (IOException unreadable) {
            throw RefusedException.invalid(null, INVALID, "The body cannot be read.");
        }
    }

    private static PolicyPublished parsed(ObjectNode policy) {
        try {
            return EventJson.read(EventType.POLICY_PUBLISHED, policy.toString().getBytes(StandardCharsets.UTF_8));
        } catch (MalformedEventException malformed) {
            throw RefusedException.invalid(null, INVALID, "The policy is not valid: " + malformed.getMessage());
        }
    }

    private static void requireKnownSubjects(PolicyPublished policy) {
        Set<String> known = new TreeSet<>(Set.of("pii", "injection"));
        Arrays.stream(Category.values()).map(Category::wireName).forEach(known::add);
        Arrays.stream(SensitiveKind.values())
                .map(kind -> "pii." + kind.wireName())
                .forEach(known::add);
        policy.terms().forEach(terms -> known.add(terms.id()));
        policy.patterns().forEach(pattern -> known.add(pattern.id()));
        int index = 0;
        for (PolicyPublished.Rule rule : policy.rules()) {
            if (!known.contains(rule.subject())) {
                throw RefusedException.invalid(
                        "rules[" + index + "].subject",
                        INVALID,
                        "There is no category, kind or list '" + rule.subject() + "'. Known here: " + known);
            }
            index++;
        }
    }

    private void requireKnownJudge(PolicyPublished policy) {
        String judge = policy.judge();
        if (judge != null && !judges.contains(judge)) {
            throw RefusedException.invalid(
                    "judge", INVALID, "There is no judge of this name. Known here: " + new TreeSet<>(judges));
        }
    }

    /** As the gateway will: what it could not compile must not be published. */
    private static void compile(PolicyPublished policy) {
        try {
            CompiledPolicy.of(policy);
        } catch (InvalidRuleException | IllegalArgumentException invalid) {
            throw RefusedException.invalid(null, INVALID, String.valueOf(invalid.getMessage()));
        }
    }
}
