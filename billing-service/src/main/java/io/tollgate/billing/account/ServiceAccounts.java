package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.failure.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Service accounts of a project; a new one comes with its first key. */
@ApplicationScoped
class ServiceAccounts {

    static final String KEY_OBJECT = "organization.project.service_account.api_key";

    private static final String KEY_NAME = "Secret Key";
    private static final String PAGE = """
            from ServiceAccountEntity where project = :project and id > :after and removedAt is null order by id""";
    private static final String KEYS = """
            from ApiKeyEntity where serviceAccount.id = :account and status = 'active' order by id""";
    private static final String REVOKE_ADMIN_KEYS = """
            update AdminKeyEntity set status = 'revoked', revokedAt = :now
            where serviceAccount.id = :account and status = 'active'""";

    private final Mutiny.SessionFactory sessions;
    private final ApiKeys keys;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final Clock clock;

    ServiceAccounts(
            Mutiny.SessionFactory sessions, ApiKeys keys, AuditTrail audit, Identifiers identifiers, Clock clock) {
        this.sessions = sessions;
        this.keys = keys;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    Uni<ServiceAccount> create(Caller caller, String project, String name) {
        ServiceAccountEntity account =
                new ServiceAccountEntity(identifiers.next("svc_acct"), project, name, OffsetDateTime.now(clock));
        return sessions.withTransaction(session -> Projects.lockActive(session, caller.organization(), project)
                .call(() -> session.persist(account))
                .chain(home -> keys.create(
                        session, caller, home, KeyOwner.of(account), KeySettings.named(KEY_NAME), KEY_OBJECT))
                .call(() -> audit.append(
                        session,
                        caller.actor(),
                        Change.created(
                                "service_account.created", project, account.id, ServiceAccount.of(account, null))))
                .map(key -> ServiceAccount.of(account, key)));
    }

    Uni<NewKey> createKey(Caller caller, String project, String id, KeySettings settings) {
        return sessions.withTransaction(session -> Projects.lockActive(session, caller.organization(), project)
                .chain(home -> lockIn(session, project, id)
                        .chain(account ->
                                keys.create(session, caller, home, KeyOwner.of(account), settings, KEY_OBJECT))));
    }

    Uni<Listing<ServiceAccount>> list(String organization, String project, PageRequest page) {
        return sessions.withSession(session -> Projects.find(session, organization, project)
                        .chain(() -> session.createSelectionQuery(PAGE, ServiceAccountEntity.class)
                                .setParameter("project", project)
                                .setParameter("after", page.after())
                                .setMaxResults(page.limit() + 1)
                                .getResultList()))
                .map(found -> Listing.of(
                        found.stream()
                                .map(account -> ServiceAccount.of(account, null))
                                .toList(),
                        page.limit(),
                        ServiceAccount::id));
    }

    Uni<ServiceAccount> find(String organization, String project, String id) {
        return sessions.withSession(session -> Projects.find(session, organization, project)
                .chain(() -> findIn(session, project, id))
                .map(account -> ServiceAccount.of(account, null)));
    }

    Uni<ServiceAccount> change(Caller caller, String project, String id, ServiceAccount.Changes changes) {
        return sessions.withTransaction(session -> Projects.lockActive(session, caller.organization(), project)
                .chain(() -> lockIn(session, project, id))
                .chain(account -> {
                    ServiceAccount before = ServiceAccount.of(account, null);
                    account.name = changes.name().orElse(account.name);
                    account.role = changes.role().orElse(account.role);
                    ServiceAccount after = ServiceAccount.of(account, null);
                    Change change = Change.updated("service_account.updated", project, id, before, after);
                    return audit.append(session, caller.actor(), change).replaceWith(after);
                }));
    }

    /** Its keys are revoked with it. */
    Uni<ServiceAccount.Deleted> delete(Caller caller, String project, String id) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return sessions.withTransaction(session -> Projects.find(session, caller.organization(), project)
                        .chain(() -> lockIn(session, project, id))
                        .invoke(account -> account.removedAt = now)
                        .call(() -> revokeKeys(session, caller, id))
                        .call(() -> session.createMutationQuery(REVOKE_ADMIN_KEYS)
                                .setParameter("account", id)
                                .setParameter("now", now)
                                .executeUpdate())
                        .call(account -> audit.append(
                                session,
                                caller.actor(),
                                Change.deleted(
                                        "service_account.deleted", project, id, ServiceAccount.of(account, null)))))
                .replaceWith(new ServiceAccount.Deleted("organization.project.service_account.deleted", id, true));
    }

    private Uni<Void> revokeKeys(Mutiny.Session session, Caller caller, String account) {
        return session.createSelectionQuery(KEYS, ApiKeyEntity.class)
                .setParameter("account", account)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .chain(found -> revoke(session, caller, found));
    }

    /** One after the other: a session is one stream. */
    private Uni<Void> revoke(Mutiny.Session session, Caller caller, List<ApiKeyEntity> found) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (ApiKeyEntity key : found) {
            all = all.chain(() -> keys.revoke(session, caller, key));
        }
        return all;
    }

    /** Within a transaction of the caller's, of whatever project: it is not deleted before the transaction ends. */
    static Uni<ServiceAccountEntity> lock(Mutiny.Session session, String id) {
        return require(session.find(ServiceAccountEntity.class, id, LockModeType.PESSIMISTIC_WRITE), id);
    }

    private static Uni<ServiceAccountEntity> lockIn(Mutiny.Session session, String project, String id) {
        return in(project, session.find(ServiceAccountEntity.class, id, LockModeType.PESSIMISTIC_WRITE), id);
    }

    private static Uni<ServiceAccountEntity> findIn(Mutiny.Session session, String project, String id) {
        return in(project, session.find(ServiceAccountEntity.class, id), id);
    }

    private static Uni<ServiceAccountEntity> in(String project, Uni<@Nullable ServiceAccountEntity> found, String id) {
        return require(found.map(account -> account == null || !account.project.equals(project) ? null : account), id);
    }

    private static Uni<ServiceAccountEntity> require(Uni<@Nullable ServiceAccountEntity> found, String id) {
        return found.map(account -> account == null || account.removedAt != null ? null : account)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("service account", id));
    }
}
