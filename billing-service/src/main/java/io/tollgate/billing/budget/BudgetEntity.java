package io.tollgate.billing.budget;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetPublished.Unpriced;
import io.tollgate.contracts.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A budget's row. Change it only while it is locked: its version orders what readers see. */
@Entity
@Table(name = "budget")
class BudgetEntity {

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

    @Column(name = "rolling_hours", updatable = false)
    @Nullable
    Integer rollingHours;

    @Column(name = "enforcement", nullable = false)
    String enforcement;

    @Column(name = "unpriced", nullable = false)
    String unpriced;

    @Column(name = "thresholds", nullable = false)
    String thresholds;

    @Column(name = "recipients", nullable = false)
    String recipients;

    @Column(name = "subject_prefix")
    @Nullable
    String subjectPrefix;

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
        this.intervalUnit = BudgetColumns.word(budget.window().interval());
        this.timeZone = budget.window().zone().getId();
        this.rollingHours = budget.window().isRolling() ? budget.window().rollingHours() : null;
        this.enforcement = BudgetColumns.word(budget.enforcement());
        this.unpriced = BudgetColumns.word(budget.unpriced());
        this.limitPico = budget.limit().pico();
        this.thresholds = budget.notice().storedThresholds();
        this.recipients = budget.notice().storedRecipients();
        this.subjectPrefix = budget.notice().subjectPrefix();
        this.origin = origin;
        this.active = budget.active();
        this.version = 1;
        this.createdAt = createdAt;
    }

    /** What of a budget may be changed; the rest makes it another budget. */
    final void change(BudgetDefinition budget) {
        enforcement = BudgetColumns.word(budget.enforcement());
        unpriced = BudgetColumns.word(budget.unpriced());
        limitPico = budget.limit().pico();
        thresholds = budget.notice().storedThresholds();
        recipients = budget.notice().storedRecipients();
        subjectPrefix = budget.notice().subjectPrefix();
        active = budget.active();
        version++;
    }

    BudgetDefinition definition() {
        return new BudgetDefinition(
                id,
                organization,
                BudgetColumns.parse(Scope.class, scope),
                scopeId,
                new BudgetWindow(
                        BudgetColumns.parse(BudgetInterval.class, intervalUnit),
                        ZoneId.of(timeZone),
                        rollingHours == null ? 0 : rollingHours),
                BudgetColumns.parse(Enforcement.class, enforcement),
                BudgetColumns.parse(Unpriced.class, unpriced),
                Money.ofPico(limitPico),
                Notice.ofStored(thresholds, recipients, subjectPrefix),
                active);
    }
}
