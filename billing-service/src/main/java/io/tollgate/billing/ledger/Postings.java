package io.tollgate.billing.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/** Writes transfers and roll-ups; both only for attempts that the same transaction inserted. */
@ApplicationScoped
class Postings {

    private static final String TRANSFER = """
            INSERT INTO ledger_transfer (txn_id, leg, organization, debit_account, credit_account, amount_pico, currency,
                code, effective_at, booked_at)
            SELECT txn_id, leg, organization, debit_account, credit_account, amount_pico, currency, $9::text, effective_at,
                $10::timestamptz
            FROM UNNEST($1::uuid[], $2::smallint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[],
                $8::timestamptz[])
                AS transfer (txn_id, leg, organization, debit_account, credit_account, amount_pico, currency, effective_at)""";

    private static final String ROLL_UP = """
            INSERT INTO usage_hour (organization, bucket, project, key, end_user, provider, model, service_tier, item,
                quantity, cost_pico)
            SELECT organization, bucket, project, key, end_user, provider, model, service_tier, item, quantity::numeric,
                cost_pico::numeric
            FROM UNNEST($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::text[], $11::text[])
                AS added (organization, bucket, project, key, end_user, provider, model, service_tier, item, quantity,
                    cost_pico)
            ON CONFLICT (organization, bucket, project, key, end_user, provider, model, service_tier, item) DO UPDATE
            SET quantity = usage_hour.quantity + EXCLUDED.quantity, cost_pico = usage_hour.cost_pico + EXCLUDED.cost_pico""";

    private final AccountChart chart;
    private final Clock clock;

    Postings(AccountChart chart, Clock clock) {
        this.chart = chart;
        this.clock = clock;
    }

    Uni<Void> transfer(SqlConnection transaction, List<Transfer> transfers) {
        if (transfers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = new Columns<>(transfers)
                .uuids(Transfer::transaction)
                .shorts(Transfer::leg)
                .texts(Transfer::organization)
                .longs(transfer -> chart.id(transfer.debit()))
                .longs(transfer -> chart.id(transfer.credit()))
                .longs(transfer -> transfer.amount().pico())
                .texts(transfer -> transfer.debit().currency())
                .instants(Transfer::effectiveAt)
                .all(Transfer.USAGE_CODE)
                .all(clock.instant().atOffset(ZoneOffset.UTC))
                .toTuple();
        return transaction.preparedQuery(TRANSFER).execute(columns).replaceWithVoid();
    }

    /** The list is sorted by key and stays so: see {@link RollUp#of}. */
    Uni<Void> rollUp(SqlConnection transaction, List<RollUp> rollUps) {
        if (rollUps.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = new Columns<>(rollUps)
                .texts(rollUp -> rollUp.key().organization())
                .instants(rollUp -> rollUp.key().bucket())
                .texts(rollUp -> rollUp.key().project())
                .texts(rollUp -> rollUp.key().apiKey())
                .texts(rollUp -> rollUp.key().endUser())
                .texts(rollUp -> rollUp.key().provider())
                .texts(rollUp -> rollUp.key().model())
                .texts(rollUp -> rollUp.key().serviceTier())
                .texts(rollUp -> rollUp.key().item())
                .texts(rollUp -> rollUp.quantity().toString())
                .texts(rollUp -> rollUp.costPico().toString())
                .toTuple();
        return transaction.preparedQuery(ROLL_UP).execute(columns).replaceWithVoid();
    }
}
