package io.tollgate.moderation.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.moderation.content.ContentKeys;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.judge.Judges;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The moderation policies of an organization and its projects, for its administrators. A project without one of its own has the
 * organization's, and where there is none the gateway's own.
 */
@Path("/v1/organization/moderation")
@Produces(MediaType.APPLICATION_JSON)
class PoliciesResource {

    private static final String AUTHORIZATION = "authorization";

    private final Administrators administrators;
    private final PolicyTopic topic;
    private final ContentKeys contentKeys;
    private final PolicyInput input;
    private final long maxBytes;

    PoliciesResource(
            Administrators administrators,
            PolicyTopic topic,
            ContentKeys contentKeys,
            Judges judges,
            ObjectMapper json,
            PolicyConfig config) {
        this.administrators = administrators;
        this.topic = topic;
        this.contentKeys = contentKeys;
        this.input = new PolicyInput(json, judges.names());
        this.maxBytes = config.maxSize().asLongValue();
    }

    @GET
    @Path("/policies")
    public Uni<String> list(@HeaderParam(AUTHORIZATION) @Nullable String authorization) {
        return administrators.identify(authorization).map(caller -> {
            List<PolicyPublished> policies = topic.book().list(caller.organization()).stream()
                    .filter(policy -> caller.maySee(policy.project()))
                    .toList();
            return "{\"object\":\"list\",\"data\":["
                    + policies.stream().map(PoliciesResource::json).collect(Collectors.joining(",")) + "]}";
        });
    }

    @GET
    @Path("/policy")
    public Uni<String> ofOrganization(@HeaderParam(AUTHORIZATION) @Nullable String authorization) {
        return administrators.identify(authorization).map(caller -> found(caller, null));
    }

    @PUT
    @Path("/policy")
    public Uni<String> putOfOrganization(@HeaderParam(AUTHORIZATION) @Nullable String authorization, byte[] body) {
        return changed(authorization, null, policy(body));
    }

    @DELETE
    @Path("/policy")
    public Uni<String> deleteOfOrganization(@HeaderParam(AUTHORIZATION) @Nullable String authorization) {
        return changed(authorization, null, PoliciesResource::withdrawn);
    }

    @GET
    @Path("/policies/{project}")
    public Uni<String> ofProject(
            @HeaderParam(AUTHORIZATION) @Nullable String authorization, @PathParam("project") String project) {
        return administrators.identify(authorization).map(caller -> found(caller, project));
    }

    @PUT
    @Path("/policies/{project}")
    public Uni<String> putOfProject(
            @HeaderParam(AUTHORIZATION) @Nullable String authorization,
            @PathParam("project") String project,
            byte[] body) {
        return administrators
                .requireProject(authorization, project)
                .chain(() -> changed(authorization, project, policy(body)));
    }

    @DELETE
    @Path("/policies/{project}")
    public Uni<String> deleteOfProject(
            @HeaderParam(AUTHORIZATION) @Nullable String authorization, @PathParam("project") String project) {
        return changed(authorization, project, PoliciesResource::withdrawn);
    }

    private String found(Administrator caller, @Nullable String project) {
        return topic.book()
                .find(caller.organization(), project)
                .filter(policy -> caller.maySee(policy.project()))
                .map(PoliciesResource::json)
                .orElseThrow(() -> RefusedException.notFound("There is no such policy."));
    }

    /** What a change makes of the policy there is, or was. */
    private record Before(
            String organization,
            @Nullable String project,
            @Nullable PolicyPublished newest) {
        long nextVersion() {
            return newest == null ? 1 : newest.version() + 1;
        }
    }

    private Uni<String> changed(
            @Nullable String authorization, @Nullable String project, Function<Before, PolicyPublished> change) {
        return administrators.identify(authorization).chain(caller -> {
            if (!caller.mayChange(project)) {
                throw RefusedException.forbidden("The role of this admin key does not permit this change.");
            }
            Before before = new Before(
                    caller.organization(),
                    project,
                    topic.book().newest(caller.organization(), project).orElse(null));
            PolicyPublished after = change.apply(before);
            return sealable(after).chain(() -> topic.publish(after)).map(PoliciesResource::json);
        });
    }

    /**
     * What a policy has stored needs a key before the policy is in force. What a judge that is away lets pass, and what is left to
     * somebody else, needs one, too, but does not keep the policy from being in force.
     */
    private Uni<Void> sealable(PolicyPublished policy) {
        if (policy.storesContent()) {
            return contentKeys.ensure(policy.organization());
        }
        boolean leavesSomething =
                policy.rules().stream().anyMatch(rule -> rule.action() == PolicyPublished.Action.ESCALATE);
        return policy.judge() == null && !leavesSomething
                ? Uni.createFrom().voidItem()
                : contentKeys.ensure(policy.organization()).onFailure().recoverWithNull();
    }

    private Function<Before, PolicyPublished> policy(byte[] body) {
        if (body.length > maxBytes) {
            throw RefusedException.tooLarge(maxBytes);
        }
        return before -> input.read(body, before.nextVersion(), before.organization(), before.project());
    }

    private static PolicyPublished withdrawn(Before before) {
        PolicyPublished newest = before.newest();
        if (newest == null || !newest.active()) {
            throw RefusedException.notFound("There is no such policy.");
        }
        return new PolicyPublished(
                before.nextVersion(),
                before.organization(),
                before.project(),
                false,
                newest.failMode(),
                newest.streamMode(),
                List.of(),
                List.of(),
                List.of(),
                null,
                false,
                null);
    }

    private static String json(PolicyPublished policy) {
        return new String(EventJson.write(EventType.POLICY_PUBLISHED, policy), StandardCharsets.UTF_8);
    }
}
