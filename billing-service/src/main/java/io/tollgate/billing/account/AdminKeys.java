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
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Admin keys of an organization. */
@ApplicationScoped
class AdminKeys {

    private static final String OBJECT = "organization.admin_api_key";
    private static final String FETCH = "from AdminKeyEntity k left join fetch k.serviceAccount"
            + " left join fetch k.ownerUser where k.organization = :organization and k.status = 'active'";
    private static final String ASCENDING = FETCH + " and k.id > :after order by k.id";
    private static final String DESCENDING = FETCH + " and (:after = '' or k.id < :after) order by k.id desc";
    private static final String ONE = FETCH + " and k.id = :id";

    private final Mutiny.SessionFactory sessions;
    private final KeyOwners owners;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final Clock clock;

    AdminKeys(
            Mutiny.SessionFactory sessions, KeyOwners owners, AuditTrail audit, Identifiers identifiers, Clock clock) {
        this.sessions = sessions;
        this.owners = owners;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** @param lifetime after which it is no longer accepted, empty for never */
    Uni<AdminKey> create(
            Caller caller, String name, Authority authority, KeyOwners.Wanted wanted, Optional<Duration> lifetime) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        Secret secret = identifiers.secret(Secret.ADMIN_PREFIX);
        return sessions.withTransaction(session -> requireProject(session, caller, authority)
                .chain(() -> owners.find(session, caller, null, wanted))
                .chain(owner -> {
                    AdminKeyEntity key = new AdminKeyEntity(
                            identifiers.next("key"),
                            caller.organization(),
                            name,
                            authority,
                            owner,
                            secret,
                            now,
                            lifetime.map(now::plus).orElse(null));
                    return session.persist(key)
                            .chain(() -> audit.append(
                                    session,
                                    caller.actor(),
                                    Change.created(
                                            "admin_api_key.created", key.project, key.id, AdminKey.of(key, null))))
                            .replaceWith(() -> AdminKey.of(key, secret));
                }));
    }

    Uni<Listing<AdminKey>> list(String organization, PageRequest page, boolean descending) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                descending ? DESCENDING : ASCENDING, AdminKeyEntity.class)
                        .setParameter("organization", organization)
                        .setParameter("after", page.after())
                        .setMaxResults(page.limit() + 1)
                        .getResultList())
                .map(found -> Listing.of(
                        found.stream().map(key -> AdminKey.of(key, null)).toList(), page.limit(), AdminKey::id));
    }

    Uni<AdminKey> find(String organization, String id) {
        return sessions.withSession(session -> session.createSelectionQuery(ONE, AdminKeyEntity.class)
                        .setParameter("organization", organization)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("admin API key", id))
                .map(key -> AdminKey.of(key, null));
    }

    Uni<AdminKey.Deleted> revoke(Caller caller, String id) {
        return sessions.withTransaction(session -> session.find(
                                AdminKeyEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                        .map(key -> key == null || !key.isActive() || !key.organization.equals(caller.organization())
                                ? null
                                : key)
                        .onItem()
                        .ifNull()
                        .failWith(() -> ApiException.notFound("admin API key", id))
                        .call(key -> session.fetch(key.ownerUser == null ? key.serviceAccount : key.ownerUser))
                        .invoke(key -> key.revoke(OffsetDateTime.now(clock)))
                        .call(key -> audit.append(
                                session,
                                caller.actor(),
                                Change.deleted("admin_api_key.deleted", key.project, id, AdminKey.of(key, null)))))
                .replaceWith(new AdminKey.Deleted(OBJECT + ".deleted", id, true));
    }

    private static Uni<Void> requireProject(Mutiny.Session session, Caller caller, Authority authority) {
        String project = authority.project();
        return project == null
                ? Uni.createFrom().voidItem()
                : Projects.lockActive(session, caller.organization(), project).replaceWithVoid();
    }
}
