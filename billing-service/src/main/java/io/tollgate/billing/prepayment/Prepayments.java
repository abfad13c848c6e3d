package io.tollgate.billing.prepayment;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Organizations;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.budget.PrepaidBudgets;
import io.tollgate.billing.failure.ApiException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Set;

/** Begins and ends prepayment: from then on an organization is served only as far as its credits reach. */
@ApplicationScoped
class Prepayments {

    /** One statement, so that an invoice that uses up credits is in both sums or in neither. */
    private static final String BALANCE = """
            SELECT (SELECT coalesce(sum(amount_pico), 0) FROM credit WHERE organization = $1)
                    - (SELECT coalesce(sum(credit_use.amount_pico), 0) FROM credit_use
                        JOIN credit ON credit.id = credit_use.credit WHERE credit.organization = $1) AS credit_pico,
                (SELECT coalesce(sum(charge_pico), 0) FROM usage_hour WHERE organization = $1)
                    - (SELECT coalesce(sum(invoice_line.charge_pico), 0) FROM invoice_line
                        JOIN invoice ON invoice.id = invoice_line.invoice
                        WHERE invoice.organization = $1 AND kind IN ('usage', 'correction')) AS unbilled_pico,
                EXISTS (SELECT FROM budget WHERE organization = $1 AND origin = 'prepaid' AND active) AS prepaid""";

    private final Pool pool;
    private final PrepaidBudgets budgets;
    private final Organizations organizations;
    private final AuditTrail audit;

    Prepayments(Pool pool, PrepaidBudgets budgets, Organizations organizations, AuditTrail audit) {
        this.pool = pool;
        this.budgets = budgets;
        this.organizations = organizations;
        this.audit = audit;
    }

    Uni<Balance> balance(String organization) {
        return read(pool, organization).map(row -> Balance.of(organization, row));
    }

    /** What is unbilled counts as used already; what an organization got back counts as credited. */
    Uni<Balance> begin(Actor actor, String organization) {
        return organizations
                .existing(Set.of(organization))
                .invoke(existing -> {
                    if (existing.isEmpty()) {
                        throw ApiException.notFound("organization", organization);
                    }
                })
                .chain(() -> pool.withTransaction(transaction -> budgets.lockOutUsage(transaction)
                        .chain(() -> organizations.lock(transaction, organization))
                        .chain(() -> read(transaction, organization))
                        .chain(row -> open(transaction, organization, row)
                                .chain(() -> read(transaction, organization))
                                .map(after -> Balance.of(organization, after))
                                .call(after -> audit.append(
                                        transaction,
                                        actor,
                                        organization,
                                        Change.updated(
                                                "prepayment.begun",
                                                null,
                                                organization,
                                                Balance.of(organization, row),
                                                after))))));
    }

    Uni<Balance> end(Actor actor, String organization) {
        return pool.withTransaction(transaction -> read(transaction, organization)
                .chain(before -> budgets.close(transaction, organization)
                        .chain(() -> read(transaction, organization))
                        .map(after -> Balance.of(organization, after))
                        .call(after -> audit.append(
                                transaction,
                                actor,
                                organization,
                                Change.updated(
                                        "prepayment.ended",
                                        null,
                                        organization,
                                        Balance.of(organization, before),
                                        after)))));
    }

    private Uni<String> open(SqlConnection transaction, String organization, Row row) {
        BigDecimal unbilled = row.getBigDecimal("unbilled_pico");
        return budgets.open(
                transaction,
                organization,
                row.getBigDecimal("credit_pico")
                        .add(unbilled.min(BigDecimal.ZERO).negate()),
                unbilled.max(BigDecimal.ZERO));
    }

    private static Uni<Row> read(SqlClient client, String organization) {
        return client.preparedQuery(BALANCE)
                .execute(Tuple.of(organization))
                .map(rows -> rows.iterator().next());
    }
}
