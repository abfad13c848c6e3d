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
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Rate limits of an organization and of its projects. A change is published with every key that it concerns. */
@ApplicationScoped
class RateLimits {

    private static final String PAGE = """
            from RateLimitEntity where organization = :organization and coalesce(project, '') = :project and id > :after
            order by id""";
    private static final String SAME = """
            from RateLimitEntity where organization = :organization and coalesce(project, '') = :project
                and scope = :scope and coalesce(apiKey, '') = :key and coalesce(model, '') = :model""";

    private final Mutiny.SessionFactory sessions;
    private final KeyPublication keys;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final Clock clock;

    RateLimits(
            Mutiny.SessionFactory sessions,
            KeyPublication keys,
            AuditTrail audit,
            Identifiers identifiers,
            Clock clock) {
        this.sessions = sessions;
        this.keys = keys;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** Fails with 409 if the same scope and model are limited already. */
    Uni<RateLimitInfo> create(Actor actor, LimitRule rule) {
        RateLimitEntity limit =
                new RateLimitEntity(identifiers.next("rl"), actor.organization(), rule, OffsetDateTime.now(clock));
        return sessions.withTransaction(session -> requireScope(session, actor.organization(), rule)
                .chain(() -> requireNew(session, actor.organization(), limit))
                .chain(() -> session.persist(limit))
                .chain(() -> say(session, actor, "rate_limit.created", null, limit)));
    }

    /** @param project whose limits, empty for those of the organization itself */
    Uni<Listing<RateLimitInfo>> list(String organization, String project, PageRequest page) {
        return sessions.withSession(session -> requireProject(session, organization, project)
                        .chain(() -> session.createSelectionQuery(PAGE, RateLimitEntity.class)
                                .setParameter("organization", organization)
                                .setParameter("project", project)
                                .setParameter("after", page.after())
                                .setMaxResults(page.limit() + 1)
                                .getResultList()))
                .map(found ->
                        Listing.of(found.stream().map(RateLimitInfo::of).toList(), page.limit(), RateLimitInfo::id));
    }

    Uni<RateLimitInfo> change(Actor actor, String project, String id, UnaryOperator<LimitNumbers> change) {
        return sessions.withTransaction(session -> lock(session, actor.organization(), project, id)
                .chain(limit -> {
                    RateLimitInfo before = RateLimitInfo.of(limit);
                    limit.change(change.apply(limit.numbers()));
                    return say(session, actor, "rate_limit.updated", before, limit);
                }));
    }

    Uni<RateLimitInfo.Deleted> delete(Actor actor, String project, String id) {
        return sessions.withTransaction(session -> lock(session, actor.organization(), project, id)
                .chain(limit -> session.remove(limit)
                        .chain(() -> keys.publishAgain(session, actor.organization(), project))
                        .chain(() -> audit.append(
                                session,
                                actor,
                                Change.deleted("rate_limit.deleted", limit.project, id, RateLimitInfo.of(limit))))
                        .replaceWith(new RateLimitInfo.Deleted(
                                RateLimitInfo.objectOf(limit.project) + ".deleted", id, true))));
    }

    private Uni<RateLimitInfo> say(
            Mutiny.Session session, Actor actor, String type, @Nullable RateLimitInfo before, RateLimitEntity limit) {
        RateLimitInfo after = RateLimitInfo.of(limit);
        return keys.publishAgain(session, actor.organization(), orEmpty(limit.project))
                .chain(() -> audit.append(session, actor, new Change(type, limit.project, limit.id, before, after)))
                .replaceWith(after);
    }

    private static Uni<Void> requireScope(Mutiny.Session session, String organization, LimitRule rule) {
        if (rule.project() == null) {
            return Uni.createFrom().voidItem();
        }
        Uni<ProjectEntity> project = Projects.lockActive(session, organization, rule.project());
        if (rule.key() == null) {
            return project.replaceWithVoid();
        }
        String id = rule.key();
        return project.chain(() -> session.find(ApiKeyEntity.class, id))
                .invoke(key -> {
                    if (key == null || !Objects.equals(key.project, rule.project())) {
                        throw ApiException.notFound("API key", id);
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> requireNew(Mutiny.Session session, String organization, RateLimitEntity limit) {
        return session.createSelectionQuery(SAME, RateLimitEntity.class)
                .setParameter("organization", organization)
                .setParameter("project", orEmpty(limit.project))
                .setParameter("scope", limit.scope)
                .setParameter("key", orEmpty(limit.apiKey))
                .setParameter("model", orEmpty(limit.model))
                .getSingleResultOrNull()
                .invoke(existing -> {
                    if (existing != null) {
                        throw ApiException.conflict(
                                "Rate limit '" + existing.id + "' covers the same scope and model; change it instead.");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> requireProject(Mutiny.Session session, String organization, String project) {
        return project.isEmpty()
                ? Uni.createFrom().voidItem()
                : Projects.find(session, organization, project).replaceWithVoid();
    }

    private static Uni<RateLimitEntity> lock(Mutiny.Session session, String organization, String project, String id) {
        return session.find(RateLimitEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                .map(limit -> limit == null
                                || !limit.organization.equals(organization)
                                || !orEmpty(limit.project).equals(project)
                        ? null
                        : limit)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("rate limit", id));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
