package io.tollgate.billing.ledger;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;

/** Debits and credits of every account of an organization, summed from the transfers, and what dropped months had moved. */
@ApplicationScoped
class TrialBalance {

    private static final String BALANCES = """
            SELECT account.kind, account.provider, account.currency, account.normal_side,
                coalesce(debit.pico, 0) + coalesce(opening.debits, 0) AS debits,
                coalesce(credit.pico, 0) + coalesce(opening.credits, 0) AS credits
            FROM ledger_account AS account
            LEFT JOIN (SELECT debit_account, sum(amount_pico) AS pico FROM ledger_transfer
                       WHERE organization = $1 GROUP BY 1) AS debit ON debit.debit_account = account.id
            LEFT JOIN (SELECT credit_account, sum(amount_pico) AS pico FROM ledger_transfer
                       WHERE organization = $1 GROUP BY 1) AS credit ON credit.credit_account = account.id
            LEFT JOIN (SELECT account, sum(debits_pico) AS debits, sum(credits_pico) AS credits FROM ledger_opening
                       GROUP BY 1) AS opening ON opening.account = account.id
            WHERE account.organization = $1
            ORDER BY account.kind, account.provider, account.currency""";

    private final Pool pool;

    TrialBalance(Pool pool) {
        this.pool = pool;
    }

    Uni<Sheet> of(String organization) {
        return pool.preparedQuery(BALANCES).execute(Tuple.of(organization)).map(rows -> {
            List<Row> accounts = StreamSupport.stream(rows.spliterator(), false).toList();
            BigDecimal debits = sum(accounts, "debits");
            BigDecimal credits = sum(accounts, "credits");
            return new Sheet(
                    "ledger.trial_balance",
                    accounts.stream().map(Account::of).toList(),
                    debits.toPlainString(),
                    credits.toPlainString(),
                    debits.compareTo(credits) == 0);
        });
    }

    private static BigDecimal sum(List<Row> accounts, String column) {
        return accounts.stream().map(row -> row.getBigDecimal(column)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * Amounts are whole pico-dollars as decimal strings.
     *
     * @param balanced whether the totals are equal, which they always are
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Sheet(
            String object, List<Account> accounts, String totalDebitsPico, String totalCreditsPico, boolean balanced) {}

    /** @param provider empty for the accounts that face the customer */
    @JsonNaming(SnakeCaseStrategy.class)
    record Account(
            String kind, String provider, String currency, String normalSide, String debitsPico, String creditsPico) {

        static Account of(Row row) {
            return new Account(
                    row.getString("kind"),
                    row.getString("provider"),
                    row.getString("currency"),
                    row.getString("normal_side"),
                    row.getBigDecimal("debits").toPlainString(),
                    row.getBigDecimal("credits").toPlainString());
        }
    }
}
