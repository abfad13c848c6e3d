package io.tollgate.moderation.litellm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.enforcement.CompiledPolicy;
import io.tollgate.moderation.enforcement.Enforced;
import io.tollgate.moderation.enforcement.Enforcement;
import io.tollgate.moderation.enforcement.Whose;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.policy.PoliciesInForce;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import io.tollgate.moderation.telemetry.TraceParent;
import io.tollgate.moderation.verdict.Recording;
import io.tollgate.moderation.verdict.VerdictRecorder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /beta/litellm_basic_guardrail_api}, as LiteLLM specifies it. The edge has checked the project's key, and says whose it
 * is; the project's policy decides.
 */
@Path("/beta/litellm_basic_guardrail_api")
class GuardrailResource {

    private static final int UUID_LENGTH = 36;

    private final PoliciesInForce policies;
    private final Enforcement enforcement;
    private final VerdictRecorder recorder;
    private final ModerationMetrics metrics;
    private final ObjectMapper json;
    private final GuardrailConfig config;
    private final String engine;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    GuardrailResource(
            PoliciesInForce policies,
            Enforcement enforcement,
            VerdictRecorder recorder,
            ModerationMetrics metrics,
            ModerationEngine engine,
            ObjectMapper json,
            GuardrailConfig config) {
        this.policies = policies;
        this.enforcement = enforcement;
        this.recorder = recorder;
        this.metrics = metrics;
        this.engine = engine.version();
        this.json = json;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<GuardrailAnswer>> apply(byte[] body, HttpHeaders headers) {
        if (body.length > config.maxBodySize().asLongValue()) {
            throw RefusedException.tooLarge(config.maxBodySize().asLongValue());
        }
        String organization = headers.getHeaderString("x-tollgate-organization");
        String project = headers.getHeaderString("x-tollgate-project");
        if (organization == null || project == null) {
            throw RefusedException.unauthorized("Ask through the gateway, with a project's key.");
        }
        GuardrailRequest request = GuardrailRequest.read(json, body);
        CompiledPolicy policy = policies.of(organization, project);
        Whose whose = new Whose(requestId(headers.getHeaderString("x-request-id")), organization, project);
        String trace = TraceParent.current(headers.getHeaderString("traceparent"));
        return enforcement
                .apply(policy, request.stage(), request.examined(), whose, config.patience())
                .chain(enforced -> concluded(request, policy, whose, trace, enforced));
    }

    private UUID requestId(@Nullable String told) {
        try {
            return told != null && told.length() == UUID_LENGTH ? UUID.fromString(told) : ids.generate();
        } catch (IllegalArgumentException foreign) {
            return ids.generate();
        }
    }

    private Uni<RestResponse<GuardrailAnswer>> concluded(
            GuardrailRequest request, CompiledPolicy policy, Whose whose, @Nullable String trace, Enforced enforced) {
        Decision decision = Decision.of(request, enforced);
        metrics.decided(decision.action().name().toLowerCase(Locale.ROOT));
        Uni<Recording> recorded = decision.action() == Action.ALLOW && !enforced.degraded()
                ? Uni.createFrom().item(Recording.RECORDED)
                : recorder.record(
                        Verdicts.of(ids.generate(), whose, policy.version(), engine, request, decision, enforced),
                        trace);
        return recorded.map(recording -> {
            boolean whole = recording == Recording.RECORDED && !enforced.degraded() && request.images() == 0;
            ResponseBuilder<GuardrailAnswer> response = ResponseBuilder.ok(decision.answer());
            return response.header("x-moderation-status", whole ? "ok" : "degraded")
                    .build();
        });
    }
}
