package io.tollgate.moderation.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.judge.Judges;
import io.tollgate.moderation.policy.Administrators;
import io.tollgate.moderation.policy.PolicyInput;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tries a policy on what was said, before it is enforced. */
@Path("/v1/organization/moderation/replays")
@Produces(MediaType.APPLICATION_JSON)
class ReplaysResource {

    private static final String AUTHORIZATION = "authorization";

    private final Administrators administrators;
    private final Replays replays;
    private final ObjectMapper json;
    private final PolicyInput input;
    private final ReplayConfig config;
    private final InstantSource clock;

    ReplaysResource(
            Administrators administrators,
            Replays replays,
            Judges judges,
            ObjectMapper json,
            ReplayConfig config,
            InstantSource clock) {
        this.administrators = administrators;
        this.replays = replays;
        this.json = json;
        this.input = new PolicyInput(json, judges.names());
        this.config = config;
        this.clock = clock;
    }

    /** All replays that are still known, at most 100. */
    record Listing(String object, List<Replay> data) {}

    @POST
    public Uni<Replay> create(@HeaderParam(AUTHORIZATION) @Nullable String authorization, byte[] body) {
        if (body.length > config.bodyMax()) {
            throw RefusedException.tooLarge(config.bodyMax());
        }
        return administrators.identify(authorization).chain(caller -> {
            ReplayRequest request = ReplayRequest.read(
                    json, input, body, caller.organization(), clock.instant(), config.transcriptsMax());
            if (!caller.mayChange(request.project())) {
                throw RefusedException.forbidden("The role of this admin key does not permit this.");
            }
            return administrators
                    .requireProject(authorization, request.project())
                    .chain(() -> replays.create(caller, request));
        });
    }

    @GET
    public Uni<Listing> list(@HeaderParam(AUTHORIZATION) @Nullable String authorization) {
        return administrators.identify(authorization).chain(replays::list).map(found -> new Listing("list", found));
    }

    @GET
    @Path("/{id}")
    public Uni<Replay> find(@HeaderParam(AUTHORIZATION) @Nullable String authorization, @PathParam("id") String id) {
        return administrators.identify(authorization).chain(caller -> replays.find(caller, id(id)));
    }

    @POST
    @Path("/{id}/cancel")
    public Uni<Replay> cancel(@HeaderParam(AUTHORIZATION) @Nullable String authorization, @PathParam("id") String id) {
        return administrators.identify(authorization).chain(caller -> replays.cancel(caller, id(id)));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw RefusedException.notFound("There is no such replay.");
        }
    }
}
