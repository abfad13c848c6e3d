package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.outbox.Outbox;
import io.tollgate.contracts.budget.BudgetPeriod;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Budgets of an organization. A new one counts what was already spent in its current period. */
@ApplicationScoped
class Budgets {

    private static final String PAGE = """
            from BudgetEntity where organization = :organization and active and origin in :origins
                and (:scope = '' or scopeId = :scope) and id > :after order by id""";
    private static final String SPEND_LIMIT = """
            from BudgetEntity where organization = :organization and scopeId = :scope and active
                and origin = 'spend_limit'""";

    private final Mutiny.SessionFactory sessions;
    private final Balances balances;
    private final Reassessment reassessment;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;

    Budgets(
            Mutiny.SessionFactory sessions,
            Balances balances,
            Reassessment reassessment,
            Outbox outbox,
            AuditTrail audit,
            Clock clock) {
        this.sessions = sessions;
        this.balances = balances;
        this.reassessment = reassessment;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Budget> create(Actor actor, BudgetDefinition budget, String origin) {
        return sessions.withTransaction(session -> create(session, actor, budget, origin))
                .call(created -> reassessment.alert(created.id()));
    }

    /** Creates the scope's spend limit, or gives it another amount. */
    Uni<Budget> setSpendLimit(Actor actor, BudgetDefinition budget) {
        return sessions.withTransaction(session -> balances.lockOutBatches(session)
                        .chain(() -> findSpendLimit(
                                session, budget.organization(), budget.scopeId(), LockModeType.PESSIMISTIC_WRITE))
                        .chain(existing -> existing == null
                                ? create(session, actor, budget, Origin.SPEND_LIMIT)
                                : change(session, actor, existing, now -> now.withLimit(budget.limit()))))
                .call(set -> reassessment.alert(set.id()));
    }

    /** @param scope whose budgets, empty for all */
    Uni<Listing<Budget>> list(String organization, List<String> origins, String scope, PageRequest page) {
        return sessions.withSession(session -> session.createSelectionQuery(PAGE, BudgetEntity.class)
                        .setParameter("organization", organization)
                        .setParameter("origins", origins)
                        .setParameter("scope", scope)
                        .setParameter("after", page.after())
                        .setMaxResults(page.limit() + 1)
                        .getResultList()
                        .chain(found -> describe(session, found)))
                .map(found -> Listing.of(found, page.limit(), Budget::id));
    }

    Uni<Budget> find(String organization, String id) {
        return sessions.withSession(session -> session.find(BudgetEntity.class, id)
                .map(budget -> requireOwn(budget, organization, id))
                .chain(budget -> describe(session, budget)));
    }

    Uni<Budget> findSpendLimit(String organization, String scope) {
        return sessions.withSession(session -> findSpendLimit(session, organization, scope, LockModeType.NONE)
                .map(budget -> requireOwn(budget, organization, "spend_limit of " + scope))
                .chain(budget -> describe(session, budget)));
    }

    Uni<Budget> change(Actor actor, String id, UnaryOperator<BudgetDefinition> change) {
        return sessions.withTransaction(session -> session.find(BudgetEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                        .map(budget -> requireChangeable(budget, actor.organization(), id))
                        .chain(budget -> change(session, actor, budget, change)))
                .call(changed -> reassessment.alert(changed.id()));
    }

    Uni<Void> delete(Actor actor, String id) {
        return sessions.withTransaction(session -> session.find(BudgetEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                        .map(budget -> requireChangeable(budget, actor.organization(), id))
                        .chain(budget -> change(session, actor, budget, BudgetDefinition::deleted)))
                .replaceWithVoid();
    }

    Uni<Void> deleteSpendLimit(Actor actor, String scope) {
        String organization = actor.organization();
        return sessions.withTransaction(
                        session -> findSpendLimit(session, organization, scope, LockModeType.PESSIMISTIC_WRITE)
                                .map(budget -> requireOwn(budget, organization, "spend_limit of " + scope))
                                .chain(budget -> change(session, actor, budget, BudgetDefinition::deleted)))
                .replaceWithVoid();
    }

    private Uni<Budget> create(Mutiny.Session session, Actor actor, BudgetDefinition budget, String origin) {
        Instant now = clock.instant();
        BudgetEntity entity = new BudgetEntity(budget, origin, OffsetDateTime.now(clock));
        return balances.lockOutBatches(session)
                .chain(() -> session.persist(entity))
                .chain(session::flush)
                .chain(() -> count(session, budget, now))
                .chain(() -> publish(session, actor, "budget.created", null, entity, now));
    }

    /** Writes down what was spent before the budget was there. There is always a row of balances for a budget. */
    private Uni<Void> count(Mutiny.Session session, BudgetDefinition budget, Instant now) {
        BudgetPeriod row = budget.window().rowAt(now);
        return budget.window().isRolling()
                ? balances.openHours(session, budget, budget.window().startAt(now), row.end())
                        .chain(() -> balances.open(session, budget.id(), row, BigDecimal.ZERO, 1))
                : balances.spent(session, budget, row)
                        .chain(spent -> balances.open(session, budget.id(), row, spent, 1));
    }

    private Uni<Budget> change(
            Mutiny.Session session, Actor actor, BudgetEntity entity, UnaryOperator<BudgetDefinition> change) {
        Instant now = clock.instant();
        BudgetPeriod row = entity.definition().window().rowAt(now);
        return describe(session, entity).chain(before -> {
            entity.change(change.apply(entity.definition()));
            String type = entity.active ? "budget.updated" : "budget.deleted";
            return balances.open(session, entity.id, row, BigDecimal.ZERO, entity.version)
                    .chain(() -> publish(session, actor, type, before, entity, now));
        });
    }

    private Uni<Budget> publish(
            Mutiny.Session session,
            Actor actor,
            String type,
            @Nullable Budget before,
            BudgetEntity entity,
            Instant now) {
        BudgetDefinition budget = entity.definition();
        return describe(session, entity).call(after -> {
            BudgetState state = budget.state(
                    budget.periodAt(now), entity.version, new BigDecimal(after.committed()).movePointRight(12));
            String project = budget.scope() == Scope.PROJECT ? budget.scopeId() : null;
            return outbox.append(session, PublishedBudgets.message(budget.published(state), now))
                    .chain(() -> audit.append(
                            session,
                            actor,
                            new Change(type, project, entity.id, before, budget.active() ? after : null)));
        });
    }

    private Uni<Budget> describe(Mutiny.Session session, BudgetEntity entity) {
        BudgetDefinition budget = entity.definition();
        Instant now = clock.instant();
        return balances.committed(session, budget, now)
                .map(committed ->
                        Budget.of(entity, budget.state(budget.periodAt(now), entity.version, committed), committed));
    }

    /** One after the other: a session is one stream. */
    private Uni<List<Budget>> describe(Mutiny.Session session, List<BudgetEntity> entities) {
        List<Budget> described = new ArrayList<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (BudgetEntity entity : entities) {
            all = all.chain(() -> describe(session, entity))
                    .invoke(described::add)
                    .replaceWithVoid();
        }
        return all.replaceWith(described);
    }

    private static Uni<@Nullable BudgetEntity> findSpendLimit(
            Mutiny.Session session, String organization, String scope, LockModeType lock) {
        return session.createSelectionQuery(SPEND_LIMIT, BudgetEntity.class)
                .setParameter("organization", organization)
                .setParameter("scope", scope)
                .setLockMode(lock)
                .getSingleResultOrNull();
    }

    private static BudgetEntity requireChangeable(@Nullable BudgetEntity found, String organization, String id) {
        BudgetEntity budget = requireOwn(found, organization, id);
        if (budget.origin.equals(Origin.PREPAID)) {
            throw ApiException.conflict(
                    "Budget '" + id + "' is the prepaid balance of the organization. Only credits change it.");
        }
        return budget;
    }

    private static BudgetEntity requireOwn(@Nullable BudgetEntity budget, String organization, String id) {
        if (budget == null || !budget.active || !budget.organization.equals(organization)) {
            throw ApiException.notFound("budget", id);
        }
        return budget;
    }
}
