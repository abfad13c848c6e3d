package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Says what became of keys on the access topic, within the transaction that changed them. The keys are locked and have
 * their new version before: it orders what readers see.
 */
@ApplicationScoped
class KeyPublication {

    private static final String RULES = "from RateLimitEntity where organization = :organization order by id";
    private static final String ACTIVE_PROJECTS =
            "select id from ProjectEntity where organization = :organization and status = 'active' and id in :projects";
    private static final String KEYS = """
            from ApiKeyEntity where organization = :organization and (:project = '' or project = :project)
                and status = 'active' order by id""";

    private final Outbox outbox;
    private final Clock clock;

    KeyPublication(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** All of one organization. */
    Uni<Void> publish(Mutiny.Session session, String organization, List<ApiKeyEntity> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Set<String> projects = keys.stream().map(key -> key.project).collect(Collectors.toSet());
        return session.flush()
                .chain(() -> session.createSelectionQuery(RULES, RateLimitEntity.class)
                        .setParameter("organization", organization)
                        .getResultList())
                .map(rules -> rules.stream().map(RateLimitEntity::rule).toList())
                .chain(rules -> session.createSelectionQuery(ACTIVE_PROJECTS, String.class)
                        .setParameter("organization", organization)
                        .setParameter("projects", projects)
                        .getResultList()
                        .chain(active -> append(session, keys, rules, Set.copyOf(active))));
    }

    /**
     * What they all depend on has changed: the project, or limits.
     *
     * @param project whose keys, empty for those of the whole organization
     */
    Uni<Void> publishAgain(Mutiny.Session session, String organization, String project) {
        return session.flush()
                .chain(() -> session.createSelectionQuery(KEYS, ApiKeyEntity.class)
                        .setParameter("organization", organization)
                        .setParameter("project", project)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getResultList())
                .invoke(keys -> keys.forEach(key -> key.version++))
                .chain(keys -> publish(session, organization, keys));
    }

    /** One after the other: a session is one stream. */
    private Uni<Void> append(
            Mutiny.Session session, List<ApiKeyEntity> keys, List<LimitRule> rules, Set<String> activeProjects) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (ApiKeyEntity key : keys) {
            all = all.chain(() -> outbox.append(
                    session,
                    PublishedKeys.message(
                            key.published(
                                    activeProjects.contains(key.project), LimitRule.forKey(rules, key.project, key.id)),
                            clock.instant())));
        }
        return all;
    }
}
