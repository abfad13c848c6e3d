package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.failure.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** API keys of a project. A revoked key stays in the list: its usage is still billed and explained by its id. */
@ApplicationScoped
public class ApiKeys {

    static final String OBJECT = "organization.project.api_key";

    private static final String PAGE = """
            from ApiKeyEntity k left join fetch k.serviceAccount left join fetch k.ownerUser
            where k.project = :project and k.id > :after order by k.id""";
    private static final String ONE = """
            from ApiKeyEntity k left join fetch k.serviceAccount left join fetch k.ownerUser where k.id = :id""";

    private final Mutiny.SessionFactory sessions;
    private final KeyPublication publication;
    private final KeyOwners owners;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final Clock clock;

    ApiKeys(
            Mutiny.SessionFactory sessions,
            KeyPublication publication,
            KeyOwners owners,
            AuditTrail audit,
            Identifiers identifiers,
            Clock clock) {
        this.sessions = sessions;
        this.publication = publication;
        this.owners = owners;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    Uni<NewKey> create(Caller caller, String project, KeyOwners.Wanted wanted, KeySettings settings) {
        return sessions.withTransaction(session -> Projects.lockActive(session, caller.organization(), project)
                .chain(home -> owners.find(session, caller, project, wanted)
                        .chain(owner -> create(session, caller, home, owner, settings, OBJECT))));
    }

    /** Within a transaction of the caller's, with the project locked. */
    Uni<NewKey> create(
            Mutiny.Session session,
            Caller caller,
            ProjectEntity project,
            KeyOwner owner,
            KeySettings settings,
            String object) {
        Secret secret = identifiers.secret(Secret.PROJECT_PREFIX);
        ApiKeyEntity key =
                new ApiKeyEntity(identifiers.next("key"), project, owner, settings, secret, OffsetDateTime.now(clock));
        return session.persist(key)
                .chain(() -> publication.publish(session, key.organization, List.of(key)))
                .chain(() -> audit.append(
                        session,
                        caller.actor(),
                        Change.created("api_key.created", key.project, key.id, ApiKey.of(key))))
                .replaceWith(() -> NewKey.of(object, key, secret));
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

    Uni<ApiKey> change(Caller caller, String project, String id, UnaryOperator<KeySettings> change) {
        return sessions.withTransaction(session -> lockActive(session, caller, project, id)
                .chain(key -> {
                    ApiKey before = ApiKey.of(key);
                    key.change(change.apply(key.settings()));
                    return say(session, caller, "api_key.updated", before, key);
                }));
    }

    /** @param overlap how long the secret so far stays accepted besides the new one; zero ends it at once */
    Uni<NewKey> rotate(Caller caller, String project, String id, Duration overlap) {
        Secret secret = identifiers.secret(Secret.PROJECT_PREFIX);
        return sessions.withTransaction(session -> lockActive(session, caller, project, id)
                .chain(key -> {
                    ApiKey before = ApiKey.of(key);
                    key.rotate(secret, OffsetDateTime.now(clock).plus(overlap));
                    return say(session, caller, "api_key.rotated", before, key)
                            .replaceWith(() -> NewKey.of(OBJECT, key, secret));
                }));
    }

    /** Revoking twice is one revocation. */
    Uni<ApiKey.Deleted> revoke(Caller caller, String project, String id) {
        return sessions.withTransaction(session -> lock(session, caller, project, id)
                        .chain(key -> key.isActive()
                                ? revoke(session, caller, key)
                                : Uni.createFrom().voidItem()))
                .replaceWith(new ApiKey.Deleted(OBJECT + ".deleted", id, true));
    }

    /** Within a transaction of the caller's; the key is locked and active. */
    Uni<Void> revoke(Mutiny.Session session, Caller caller, ApiKeyEntity key) {
        return fetchOwner(session, key).chain(() -> {
            ApiKey before = ApiKey.of(key);
            key.revoke(OffsetDateTime.now(clock));
            return say(session, caller, "api_key.deleted", before, key).replaceWithVoid();
        });
    }

    private Uni<ApiKey> say(Mutiny.Session session, Caller caller, String type, ApiKey before, ApiKeyEntity key) {
        ApiKey after = ApiKey.of(key);
        return publication
                .publish(session, key.organization, List.of(key))
                .chain(() ->
                        audit.append(session, caller.actor(), Change.updated(type, key.project, key.id, before, after)))
                .replaceWith(after);
    }

    private Uni<ApiKeyEntity> lockActive(Mutiny.Session session, Caller caller, String project, String id) {
        return lock(session, caller, project, id).invoke(key -> {
            if (!key.isActive()) {
                throw ApiException.conflict("API key '" + id + "' is revoked; create a new one.");
            }
        });
    }

    private static Uni<ApiKeyEntity> lock(Mutiny.Session session, Caller caller, String project, String id) {
        return session.find(ApiKeyEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                .map(key -> requireOwn(key, caller.organization(), project, id))
                .call(key -> fetchOwner(session, key))
                .invoke(key -> caller.requireOwnUnlessAdministrator(key.ownerId()));
    }

    private static Uni<Void> fetchOwner(Mutiny.Session session, ApiKeyEntity key) {
        Object owner = key.ownerUser == null ? key.serviceAccount : key.ownerUser;
        return session.fetch(owner).replaceWithVoid();
    }

    private static ApiKeyEntity requireOwn(@Nullable ApiKeyEntity key, String organization, String project, String id) {
        if (key == null || !key.organization.equals(organization) || !key.project.equals(project)) {
            throw ApiException.notFound("API key", id);
        }
        return key;
    }
}
