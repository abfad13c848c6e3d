package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.outbox.Outbox;
import io.tollgate.contracts.budget.BudgetPeriod;
import io.tollgate.contracts.event.BudgetState;
import io.tollgate.contracts.money.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Budgets of an organization. A new one counts what was already spent in its current period. */
@ApplicationScoped
class Budgets {

    private static final String PAGE = """
            from BudgetEntity where organization = :organization and active and id > :after order by id""";
    private static final String SPEND_LIMIT = """
            from BudgetEntity where organization = :organization and scopeId = :scope and active
                and origin = 'spend_limit'""";

    private final Mutiny.SessionFactory sessions;
    private final Balances balances;
    private final Outbox outbox;
    private final Clock clock;

    Budgets(Mutiny.SessionFactory sessions, Balances balances, Outbox outbox, Clock clock) {
        this.sessions = sessions;
        this.balances = balances;
        this.outbox = outbox;
        this.clock = clock;
    }

    Uni<Budget> create(BudgetDefinition budget) {
        return sessions.withTransaction(session -> create(session, budget, BudgetEntity.FROM_BUDGETS));
    }

    /** Creates the scope's spend limit, or gives it another amount. */
    Uni<Budget> setSpendLimit(BudgetDefinition budget) {
        return sessions.withTransaction(session -> balances.lockOutBatches(session)
                .chain(() -> findSpendLimit(
                        session, budget.organization(), budget.scopeId(), LockModeType.PESSIMISTIC_WRITE))
                .chain(existing -> existing == null
                        ? create(session, budget, BudgetEntity.FROM_SPEND_LIMIT)
                        : change(session, existing, budget.limit(), true)));
    }

    Uni<Listing<Budget>> list(String organization, PageRequest page) {
        return sessions.withSession(session -> session.createSelectionQuery(PAGE, BudgetEntity.class)
                        .setParameter("organization", organization)
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

    Uni<Void> delete(String organization, String id) {
        return sessions.withTransaction(session -> session.find(BudgetEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                        .map(budget -> requireOwn(budget, organization, id))
                        .chain(budget -> change(session, budget, Money.ofPico(budget.limitPico), false)))
                .replaceWithVoid();
    }

    Uni<Void> deleteSpendLimit(String organization, String scope) {
        return sessions.withTransaction(
                        session -> findSpendLimit(session, organization, scope, LockModeType.PESSIMISTIC_WRITE)
                                .map(budget -> requireOwn(budget, organization, "spend_limit of " + scope))
                                .chain(budget -> change(session, budget, Money.ofPico(budget.limitPico), false)))
                .replaceWithVoid();
    }

    private Uni<Budget> create(Mutiny.Session session, BudgetDefinition budget, String origin) {
        BudgetPeriod period = budget.periodAt(clock.instant());
        BudgetEntity entity = new BudgetEntity(budget, origin, OffsetDateTime.now(clock));
        return balances.lockOutBatches(session)
                .chain(() -> balances.spent(session, budget, period))
                .call(() -> session.persist(entity))
                .call(session::flush)
                .chain(spent -> publish(session, entity, period, spent));
    }

    private Uni<Budget> change(Mutiny.Session session, BudgetEntity entity, Money limit, boolean active) {
        entity.limitPico = limit.pico();
        entity.active = active;
        entity.version++;
        BudgetPeriod period = entity.definition().periodAt(clock.instant());
        return balances.committed(session, entity.id, period)
                .chain(committed -> publish(session, entity, period, committed));
    }

    private Uni<Budget> publish(
            Mutiny.Session session, BudgetEntity entity, BudgetPeriod period, BigDecimal committed) {
        BudgetDefinition budget = entity.definition();
        BudgetState state = budget.state(period, entity.version, committed);
        return balances.open(session, entity.id, period, committed, entity.version)
                .chain(() -> outbox.append(session, PublishedBudgets.message(budget.published(state), clock.instant())))
                .replaceWith(() -> Budget.of(entity, state, committed));
    }

    private Uni<Budget> describe(Mutiny.Session session, BudgetEntity entity) {
        BudgetDefinition budget = entity.definition();
        BudgetPeriod period = budget.periodAt(clock.instant());
        return balances.committed(session, entity.id, period)
                .map(committed -> Budget.of(entity, budget.state(period, entity.version, committed), committed));
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

    private static BudgetEntity requireOwn(@Nullable BudgetEntity budget, String organization, String id) {
        if (budget == null || !budget.active || !budget.organization.equals(organization)) {
            throw ApiException.notFound("budget", id);
        }
        return budget;
    }
}
