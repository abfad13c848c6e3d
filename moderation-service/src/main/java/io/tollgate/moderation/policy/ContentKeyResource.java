package io.tollgate.moderation.policy;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.moderation.content.ContentKeys;
import io.tollgate.moderation.failure.RefusedException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * {@code DELETE /v1/organization/moderation/content_key}: erases everything that an organization's applications said until now, by
 * destroying the key it is sealed with. Where a policy goes on storing content, a new key follows.
 */
@Path("/v1/organization/moderation/content_key")
@Produces(MediaType.APPLICATION_JSON)
class ContentKeyResource {

    /**
     * What was done.
     *
     * @param object always {@code moderation.content_key.deleted}
     * @param deleted whether there was a key
     */
    record Erasure(String object, boolean deleted) {}

    private final Administrators administrators;
    private final ContentKeys keys;
    private final PolicyTopic topic;

    ContentKeyResource(Administrators administrators, ContentKeys keys, PolicyTopic topic) {
        this.administrators = administrators;
        this.keys = keys;
        this.topic = topic;
    }

    @DELETE
    public Uni<Erasure> destroy(@HeaderParam("authorization") @Nullable String authorization) {
        return administrators.identify(authorization).chain(caller -> {
            if (!caller.owner()) {
                throw RefusedException.forbidden("Only an owner of the organization may erase its content.");
            }
            return keys.destroy(caller.organization(), caller.id())
                    .call(() -> goesOnStoring(caller.organization())
                            ? keys.ensure(caller.organization())
                            : Uni.createFrom().voidItem())
                    .map(destroyed -> new Erasure("moderation.content_key.deleted", destroyed > 0));
        });
    }

    private boolean goesOnStoring(String organization) {
        return topic.book().list(organization).stream().anyMatch(PolicyPublished::storesContent);
    }
}
