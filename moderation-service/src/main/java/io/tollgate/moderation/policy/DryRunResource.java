package io.tollgate.moderation.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Stage;
import io.tollgate.moderation.enforcement.CompiledPolicy;
import io.tollgate.moderation.enforcement.Enforcement;
import io.tollgate.moderation.enforcement.Whose;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.judge.Judges;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/organization/moderation/policies/dry_run}: what a policy would make of a text, for the organization's
 * administrators. Neither the policy nor the text is stored, and no verdict is published.
 */
@Path("/v1/organization/moderation/policies/dry_run")
@Produces(MediaType.APPLICATION_JSON)
class DryRunResource {

    private static final Set<String> FIELDS = Set.of("policy", "text", "stage");

    private final Administrators administrators;
    private final Enforcement enforcement;
    private final PolicyInput input;
    private final ObjectMapper json;
    private final PolicyConfig config;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    DryRunResource(
            Administrators administrators,
            Enforcement enforcement,
            Judges judges,
            ObjectMapper json,
            PolicyConfig config) {
        this.administrators = administrators;
        this.enforcement = enforcement;
        this.input = new PolicyInput(json, judges.names());
        this.json = json;
        this.config = config;
    }

    @POST
    public Uni<ObjectNode> run(@HeaderParam("authorization") @Nullable String authorization, byte[] body) {
        if (body.length > config.maxSize().asLongValue()) {
            throw RefusedException.tooLarge(config.maxSize().asLongValue());
        }
        return administrators.identify(authorization).chain(caller -> run(caller, input.object(body)));
    }

    private Uni<ObjectNode> run(Administrator caller, ObjectNode request) {
        request.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw RefusedException.invalid(
                        name,
                        "unknown_parameter",
                        "Unknown parameter: '" + name + "'. Known: " + new TreeSet<>(FIELDS));
            }
        });
        Stage stage = stage(request.path("stage"));
        JsonNode text = request.path("text");
        if (!text.isTextual()) {
            throw RefusedException.invalid("text", "invalid_type", "'text' must be a string.");
        }
        byte[] candidate = request.path("policy").toString().getBytes(StandardCharsets.UTF_8);
        PolicyPublished policy = input.read(candidate, 1, caller.organization(), caller.project());
        String examined = text.textValue();
        Whose whose =
                new Whose(ids.generate(), caller.organization(), Objects.requireNonNullElse(caller.project(), ""));
        CompiledPolicy compiled = CompiledPolicy.of(policy);
        return enforcement
                .apply(compiled, stage, List.of(examined), whose, config.dryRunPatience())
                .map(enforced ->
                        new DryRunReport(json, policy, compiled.rules(stage), stage, examined, enforced).toJson());
    }

    private static Stage stage(JsonNode stage) {
        return switch (stage.asText("input")) {
            case "input" -> Stage.INPUT;
            case "output" -> Stage.OUTPUT;
            default -> throw RefusedException.invalid("stage", "invalid_value", "'stage' must be 'input' or 'output'.");
        };
    }
}
