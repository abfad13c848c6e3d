package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.failure.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Users of an organization. */
@ApplicationScoped
class Users {

    private static final String PAGE = """
            from UserEntity where organization = :organization and id > :after and removedAt is null
                and (:anyone = true or lower(email) in :emails) order by id""";
    private static final String BY_EMAIL =
            "from UserEntity where organization = :organization and lower(email) = :email and removedAt is null";
    private static final String KEYS = "from ApiKeyEntity where ownerUser.id = :user and status = 'active' order by id";
    private static final String REVOKE_ADMIN_KEYS = """
            update AdminKeyEntity set status = 'revoked', revokedAt = :now
            where ownerUser.id = :user and status = 'active'""";
    private static final String LEAVE_PROJECTS = "delete from ProjectMemberEntity where id.member = :user";

    private final Mutiny.SessionFactory sessions;
    private final ApiKeys keys;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final Clock clock;

    Users(Mutiny.SessionFactory sessions, ApiKeys keys, AuditTrail audit, Identifiers identifiers, Clock clock) {
        this.sessions = sessions;
        this.keys = keys;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** Fails with 409 if a user with this address exists. */
    Uni<User> add(Actor actor, String email, String name, String role) {
        UserEntity entity = new UserEntity(
                identifiers.next("user"), actor.organization(), email, name, role, OffsetDateTime.now(clock));
        User user = User.of(entity);
        return sessions.withTransaction(session -> findByEmail(session, actor.organization(), email)
                        .invoke(existing -> {
                            if (existing != null) {
                                throw ApiException.conflict(
                                        "User '" + existing.id + "' has this e-mail address already.");
                            }
                        })
                        .chain(() -> session.persist(entity))
                        .chain(() -> audit.append(session, actor, Change.created("user.added", null, entity.id, user))))
                .replaceWith(user);
    }

    /** @param emails addresses in lower case to restrict the list to, empty for no restriction */
    Uni<Listing<User>> list(String organization, PageRequest page, List<String> emails) {
        return sessions.withSession(session -> session.createSelectionQuery(PAGE, UserEntity.class)
                        .setParameter("organization", organization)
                        .setParameter("after", page.after())
                        .setParameter("anyone", emails.isEmpty())
                        .setParameter("emails", emails.isEmpty() ? List.of("") : emails)
                        .setMaxResults(page.limit() + 1)
                        .getResultList())
                .map(found -> Listing.of(found.stream().map(User::of).toList(), page.limit(), User::id));
    }

    Uni<User> find(String organization, String id) {
        return sessions.withSession(session -> find(session, organization, id)).map(User::of);
    }

    Uni<User> changeRole(Actor actor, String id, String role) {
        return sessions.withTransaction(session -> lock(session, actor.organization(), id)
                .chain(entity -> {
                    User before = User.of(entity);
                    entity.role = role;
                    User after = User.of(entity);
                    return audit.append(session, actor, Change.updated("user.updated", null, id, before, after))
                            .replaceWith(after);
                }));
    }

    /** The user's keys are revoked, and it leaves its projects. */
    Uni<User.Deleted> remove(Caller caller, String id) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return sessions.withTransaction(session -> lock(session, caller.organization(), id)
                        .invoke(user -> user.removedAt = now)
                        .call(() -> revokeKeys(session, caller, id))
                        .call(() -> session.createMutationQuery(REVOKE_ADMIN_KEYS)
                                .setParameter("user", id)
                                .setParameter("now", now)
                                .executeUpdate())
                        .call(() -> session.createMutationQuery(LEAVE_PROJECTS)
                                .setParameter("user", id)
                                .executeUpdate())
                        .call(user -> audit.append(
                                session, caller.actor(), Change.deleted("user.deleted", null, id, User.of(user)))))
                .replaceWith(new User.Deleted("organization.user.deleted", id, true));
    }

    private Uni<Void> revokeKeys(Mutiny.Session session, Caller caller, String user) {
        return session.createSelectionQuery(KEYS, ApiKeyEntity.class)
                .setParameter("user", user)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .chain(found -> {
                    Uni<Void> all = Uni.createFrom().voidItem();
                    for (ApiKeyEntity key : found) {
                        all = all.chain(() -> keys.revoke(session, caller, key));
                    }
                    return all;
                });
    }

    /** Within a session of the caller's. */
    static Uni<UserEntity> find(Mutiny.Session session, String organization, String id) {
        return own(session.find(UserEntity.class, id), organization, id);
    }

    /** Within a session of the caller's; null if there is none. */
    static Uni<@Nullable UserEntity> findByEmail(Mutiny.Session session, String organization, String email) {
        return session.createSelectionQuery(BY_EMAIL, UserEntity.class)
                .setParameter("organization", organization)
                .setParameter("email", email.toLowerCase(Locale.ROOT))
                .getSingleResultOrNull();
    }

    /** Within a transaction of the caller's: the user is not removed before it ends. */
    static Uni<UserEntity> lock(Mutiny.Session session, String organization, String id) {
        return own(session.find(UserEntity.class, id, LockModeType.PESSIMISTIC_WRITE), organization, id);
    }

    private static Uni<UserEntity> own(Uni<@Nullable UserEntity> found, String organization, String id) {
        return found.map(user ->
                        user == null || user.removedAt != null || !user.organization.equals(organization) ? null : user)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("user", id));
    }
}
