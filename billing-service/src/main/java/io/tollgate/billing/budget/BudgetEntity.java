package io.tollgate.billing.budget;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** A budget's row. Change it only while it is locked: its version orders what readers see. */
@Entity
@Table(name = "budget")
class BudgetEntity {

    static final String FROM_BUDGETS = "budget";
    static final String FROM_SPEND_LIMIT = "spend_limit";

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "organization", nullable = false, updatable = false)
    String organization;

    @Column(name = "scope", nullable = false, updatable = false)
    String scope;

    @Column(name = "scope_id", nullable = false, updatable = false)
    String scopeId;

    @Column(name = "interval_unit", nullable = false, updatable = false)
    String intervalUnit;

    @Column(name = "time_zone", nullable = false, updatable = false)
    String timeZone;

    @Column(name = "enforcement", nullable = false, updatable = false)
    String enforcement;

    @Column(name = "limit_pico", nullable = false)
    long limitPico;

    @Column(name = "origin", nullable = false, updatable = false)
    String origin;

    @Column(name = "active", nullable = false)
    boolean active;

    @Column(name = "version", nullable = false)
    long version;

    @Column(name = "created_at", nullable = false, updatable = false)
    OffsetDateTime createdAt;

    /** For Hibernate. */
    protected BudgetEntity() {}

    BudgetEntity(BudgetDefinition budget, String origin, OffsetDateTime createdAt) {
        this.id = budget.id();
        this.organization = budget.organization();
        this.scope = BudgetColumns.word(budget.scope());
        this.scopeId = budget.scopeId();
        this.intervalUnit = BudgetColumns.word(budget.interval());
        this.timeZone = budget.zone().getId();
        this.enforcement = BudgetColumns.word(budget.enforcement());
        this.limitPico = budget.limit().pico();
        this.origin = origin;
        this.active = budget.active();
        this.version = 1;
        this.createdAt = createdAt;
    }

    BudgetDefinition definition() {
        return new BudgetDefinition(
                id,
                organization,
                BudgetColumns.parse(Scope.class, scope),
                scopeId,
                BudgetColumns.parse(BudgetInterval.class, intervalUnit),
                ZoneId.of(timeZone),
                BudgetColumns.parse(Enforcement.class, enforcement),
                Money.ofPico(limitPico),
                active);
    }
}
