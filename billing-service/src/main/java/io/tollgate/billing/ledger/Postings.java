package io.tollgate.billing.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/** Writes transfers and roll-ups; both only for attempts that the same transaction inserted or gave another rate. */
@ApplicationScoped
class Postings {

    private static final String TRANSFER = """
            INSERT INTO ledger_transfer (txn_id, leg, organization, debit_account, credit_account, amount_pico, currency,
                code, effective_at, reverses, booked_at)
            SELECT txn_id, leg, organization, debit_account, credit_account, amount_pico, currency, code, effective_at,
                reverses, $11::timestamptz
            FROM UNNEST($1::uuid[], $2::smallint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[],
                $8::text[], $9::timestamptz[], $10::uuid[])
                AS transfer (txn_id, leg, organization, debit_account, credit_account, amount_pico, currency, code,
                    effective_at, reverses)""";

    private static final String TAG_ROLL_UP = """
            INSERT INTO usage_tag_day (organization, day, project, tag, value, requests, charge_pico)
            SELECT organization, day, project, tag, value, requests::numeric, charge_pico::numeric
            FROM UNNEST($1::text[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                AS added (organization, day, project, tag, value, requests, charge_pico)
            ON CONFLICT (organization, day, project, tag, value) DO UPDATE
            SET requests = usage_tag_day.requests + EXCLUDED.requests,
                charge_pico = usage_tag_day.charge_pico + EXCLUDED.charge_pico""";

    private final AccountChart chart;
    private final RollUpTables rollUps;
    private final Clock clock;

    Postings(AccountChart chart, RollUpTables rollUps, Clock clock) {
        this.chart = chart;
        this.rollUps = rollUps;
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
                .texts(Transfer::code)
                .instants(Transfer::effectiveAt)
                .uuids(Transfer::reverses)
                .all(clock.instant().atOffset(ZoneOffset.UTC))
                .toTuple();
        return transaction.preparedQuery(TRANSFER).execute(columns).replaceWithVoid();
    }

    Uni<Void> rollUp(SqlConnection transaction, List<RollUp> added) {
        return rollUps.add(transaction, added);
    }

    /** The list is sorted by key and stays so: see {@link TagRollUp#of}. */
    Uni<Void> tagRollUp(SqlConnection transaction, List<TagRollUp> rollUps) {
        if (rollUps.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = new Columns<>(rollUps)
                .texts(rollUp -> rollUp.key().organization())
                .dates(rollUp -> rollUp.key().day())
                .texts(rollUp -> rollUp.key().project())
                .texts(rollUp -> rollUp.key().tag())
                .texts(rollUp -> rollUp.key().value())
                .texts(rollUp -> rollUp.requests().toString())
                .texts(rollUp -> rollUp.chargePico().toString())
                .toTuple();
        return transaction.preparedQuery(TAG_ROLL_UP).execute(columns).replaceWithVoid();
    }
}
