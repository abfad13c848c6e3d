package io.tollgate.moderation.screening;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.judge.Judges;
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
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** {@code POST /v1/moderations}, in OpenAI's shape. */
@Path("/v1/moderations")
class ModerationsResource {

    private static final String STATUS_HEADER = "x-moderation-status";
    private static final String DEGRADED = "degraded";

    private final RequestReader reader;
    private final Screening screening;
    private final long maxBodyBytes;

    ModerationsResource(
            ObjectMapper json,
            ModerationEngine engine,
            Judges judges,
            VerdictRecorder recorder,
            ModerationMetrics metrics,
            ScreeningWorkers workers,
            ScreeningConfig config) {
        this.reader = new RequestReader(json, config.maxInputs());
        this.screening = new Screening(
                engine,
                judges.canSee() ? judges::appraise : null,
                recorder::record,
                metrics,
                Generators.timeBasedEpochGenerator(),
                workers.executor(),
                config.inlineCharacters());
        this.maxBodyBytes = config.maxBodySize().asLongValue();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<ScreeningAnswer>> create(byte[] body, HttpHeaders headers) {
        if (body.length > maxBodyBytes) {
            throw RefusedException.tooLarge(maxBodyBytes);
        }
        Origin origin = Origin.of(
                headers.getHeaderString("x-tollgate-organization"),
                headers.getHeaderString("x-tollgate-project"),
                headers.getHeaderString("x-request-id"),
                TraceParent.current(headers.getHeaderString("traceparent")));
        return screening.screen(reader.read(body), origin).map(ModerationsResource::respond);
    }

    private static RestResponse<ScreeningAnswer> respond(Screening.Outcome outcome) {
        ResponseBuilder<ScreeningAnswer> response = ResponseBuilder.ok(outcome.answer());
        if (outcome.recording() != Recording.RECORDED || outcome.partial()) {
            response.header(STATUS_HEADER, DEGRADED);
        }
        return response.build();
    }
}
