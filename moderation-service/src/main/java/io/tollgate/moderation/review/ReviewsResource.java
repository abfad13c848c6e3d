package io.tollgate.moderation.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.policy.Administrators;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** The review queue of an organization, for its owners and the administrators of its projects; readers see it without what was said. */
@Path("/v1/organization/moderation")
@Produces(MediaType.APPLICATION_JSON)
class ReviewsResource {

    private static final String AUTHORIZATION = "authorization";
    private static final String ID = "id";
    private static final int BODY_MAX = 64 * 1024;

    private final Administrators administrators;
    private final ReviewQueue queue;
    private final ObjectMapper json;

    ReviewsResource(Administrators administrators, ReviewQueue queue, ObjectMapper json) {
        this.administrators = administrators;
        this.queue = queue;
        this.json = json;
    }

    /** What was said in one request. */
    record Content(String object, List<Said> turns) {}

    /** One text of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Said(
            String stage,
            String role,
            @Nullable Integer choice,
            @Nullable String field,
            String text) {
        static Said of(Turn turn) {
            return new Said(
                    turn.stage().name().toLowerCase(Locale.ROOT),
                    turn.role(),
                    turn.choice(),
                    turn.field(),
                    turn.text());
        }
    }

    @GET
    @Path("/reviews")
    public Uni<ReviewPage> list(
            @HeaderParam(AUTHORIZATION) @Nullable String authorization,
            @QueryParam("project_id") @Nullable String project,
            @QueryParam("status") @Nullable String status,
            @QueryParam("stage") @Nullable String stage,
            @QueryParam("category") @Nullable String category,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return administrators
                .identify(authorization)
                .chain(caller ->
                        queue.list(caller, ReviewFilter.of(caller, project, status, stage, category, after, limit)));
    }

    @GET
    @Path("/reviews/{id}")
    public Uni<ReviewItem> find(@HeaderParam(AUTHORIZATION) @Nullable String authorization, @PathParam(ID) String id) {
        return administrators.identify(authorization).chain(caller -> queue.find(caller, ReviewFilter.id(ID, id)));
    }

    @GET
    @Path("/reviews/{id}/content")
    public Uni<Content> content(@HeaderParam(AUTHORIZATION) @Nullable String authorization, @PathParam(ID) String id) {
        return administrators
                .identify(authorization)
                .chain(caller -> queue.content(caller, ReviewFilter.id(ID, id)))
                .map(turns -> new Content(
                        "moderation.review.content",
                        turns.stream().map(Said::of).toList()));
    }

    @POST
    @Path("/reviews/{id}/claim")
    public Uni<ReviewItem> claim(@HeaderParam(AUTHORIZATION) @Nullable String authorization, @PathParam(ID) String id) {
        return administrators.identify(authorization).chain(caller -> queue.claim(caller, ReviewFilter.id(ID, id)));
    }

    @POST
    @Path("/reviews/{id}/confirm")
    public Uni<ReviewItem> confirm(
            @HeaderParam(AUTHORIZATION) @Nullable String authorization, @PathParam(ID) String id, byte[] body) {
        return concluded(authorization, id, ReviewItemEntity.CONFIRMED, body);
    }

    @POST
    @Path("/reviews/{id}/overturn")
    public Uni<ReviewItem> overturn(
            @HeaderParam(AUTHORIZATION) @Nullable String authorization, @PathParam(ID) String id, byte[] body) {
        return concluded(authorization, id, ReviewItemEntity.OVERTURNED, body);
    }

    @POST
    @Path("/reviews/{id}/escalate")
    public Uni<ReviewItem> escalate(
            @HeaderParam(AUTHORIZATION) @Nullable String authorization, @PathParam(ID) String id, byte[] body) {
        return concluded(authorization, id, ReviewItemEntity.ESCALATED, body);
    }

    /** The trainer's input; {@code x-tollgate-after} is where the next page starts, and absent after the last. */
    @GET
    @Path("/review_labels")
    @Produces("text/tab-separated-values;charset=UTF-8")
    public Uni<RestResponse<String>> labels(
            @HeaderParam(AUTHORIZATION) @Nullable String authorization,
            @QueryParam("project_id") @Nullable String project,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return administrators
                .identify(authorization)
                .chain(caller -> {
                    ReviewFilter filter = ReviewFilter.of(caller, project, null, null, null, after, limit);
                    if (!caller.mayChange(filter.project().isEmpty() ? null : filter.project())) {
                        throw RefusedException.forbidden("The role of this admin key does not permit reviewing.");
                    }
                    return queue.labels(caller, filter);
                })
                .map(page -> {
                    ResponseBuilder<String> response = ResponseBuilder.ok(page.tsv());
                    if (page.lastId() != null) {
                        response.header("x-tollgate-after", page.lastId().toString());
                    }
                    return response.build();
                });
    }

    private Uni<ReviewItem> concluded(@Nullable String authorization, String id, String outcome, byte[] body) {
        if (body.length > BODY_MAX) {
            throw RefusedException.tooLarge(BODY_MAX);
        }
        return administrators
                .identify(authorization)
                .chain(caller ->
                        queue.conclude(caller, ReviewFilter.id(ID, id), outcome, ReviewDecision.read(json, body)));
    }
}
