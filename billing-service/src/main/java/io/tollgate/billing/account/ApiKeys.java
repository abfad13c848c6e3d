package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** API keys of a project. A revoked key stays in the list: its usage is still billed and explained by its id. */
@ApplicationScoped
public class ApiKeys {

    private static final String PAGE = """
            from ApiKeyEntity k join fetch k.serviceAccount where k.project = :project and k.id > :after order by k.id""";
    private static final String ONE = """
            from ApiKeyEntity k join fetch k.serviceAccount where k.id = :id""";

    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final Clock clock;

    ApiKeys(Mutiny.SessionFactory sessions, Outbox outbox, Clock clock) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.clock = clock;
    }

    Uni<Listing<ApiKey>> list(String organization, String project, PageRequest page) {
        return sessions.withSession(session -> Projects.find(session, organization, project)
                        .chain(() -> session.createSelectionQuery(PAGE, ApiKeyEntity.class)
                                .setParameter("project", project)
                                .setParameter("after", page.after())
                                .setMaxResults(page.limit() + 1)
                                .getResultList()))
                .map(found -> Listing.of(found.stream().map(ApiKey::of).toList(), page.limit(), ApiKey::id));
    }

    Uni<ApiKey> find(String organization, String project, String id) {
        return sessions.withSession(session -> session.createSelectionQuery(ONE, ApiKeyEntity.class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .map(key -> ApiKey.of(requireOwn(key, organization, project, id)));
    }

    /** Fails with 404 unless the key exists in this organization. */
    public Uni<Void> requireInOrganization(String organization, String id) {
        return sessions.withSession(session -> session.find(ApiKeyEntity.class, id))
                .invoke(key -> {
                    if (key == null || !key.organization.equals(organization)) {
                        throw ApiException.notFound("API key", id);
                    }
                })
                .replaceWithVoid();
    }

    /** Revoking twice is one revocation. */
    Uni<ApiKey.Deleted> revoke(String organization, String project, String id) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return sessions.withTransaction(session -> session.find(ApiKeyEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                        .map(key -> requireOwn(key, organization, project, id))
                        .chain(key -> key.revoke(now)
                                ? outbox.append(session, PublishedKeys.message(key.published(), now.toInstant()))
                                : Uni.createFrom().voidItem()))
                .replaceWith(new ApiKey.Deleted("organization.project.api_key.deleted", id, true));
    }

    private static ApiKeyEntity requireOwn(@Nullable ApiKeyEntity key, String organization, String project, String id) {
        if (key == null || !key.organization.equals(organization) || !key.project.equals(project)) {
            throw ApiException.notFound("API key", id);
        }
        return key;
    }
}
