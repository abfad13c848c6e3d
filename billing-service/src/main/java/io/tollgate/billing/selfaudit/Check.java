package io.tollgate.billing.selfaudit;

import java.util.Locale;

/**
 * What is recomputed for a day, and how: each statement gives one row for each sum, with {@code what} it is of, what the
 * derived table {@code has}, and what the rows it is derived from {@code say}.
 */
enum Check {
    /** Quantities, costs and charges of each organization, hour, operation and item. */
    ROLL_UP("""
            WITH event AS (
                SELECT event.organization, date_trunc('hour', event.started_at, 'UTC') AS bucket, event.operation,
                    event.usage, event.status, event.served_from,
                    coalesce(newest.lines, event.lines) AS lines,
                    coalesce(newest.rating_status, event.rating_status) AS rating_status
                FROM usage_event AS event
                LEFT JOIN LATERAL (SELECT * FROM rerating WHERE rerating.attempt_id = event.attempt_id
                    ORDER BY seq DESC LIMIT 1) AS newest ON true
                WHERE event.started_at >= $1 AND event.started_at < $2
            ), counted AS (
                SELECT organization, bucket, operation, count.key AS item, count.value::numeric AS quantity,
                    0::numeric AS cost, 0::numeric AS charge
                FROM event, jsonb_each_text(usage) AS count
                UNION ALL
                SELECT organization, bucket, operation, line ->> 'meter', 0, (line ->> 'cost_pico')::numeric,
                    (line ->> 'amount_pico')::numeric
                FROM event, jsonb_array_elements(lines) AS line
                UNION ALL
                SELECT organization, bucket, operation, 'model_requests', 1, 0, 0 FROM event
                WHERE served_from = 'provider' AND status <> 'blocked'
                UNION ALL
                SELECT organization, bucket, operation, 'cached_requests', 1, 0, 0 FROM event WHERE served_from = 'cache'
                UNION ALL
                SELECT organization, bucket, operation, 'unrated_requests', 1, 0, 0 FROM event
                WHERE rating_status = 'unrated'
            ), said AS (
                SELECT organization, bucket, operation, item, sum(quantity) AS quantity, sum(cost) AS cost,
                    sum(charge) AS charge
                FROM counted GROUP BY 1, 2, 3, 4
            ), had AS (
                SELECT organization, bucket, operation, item, sum(quantity) AS quantity, sum(cost_pico) AS cost,
                    sum(charge_pico) AS charge
                FROM usage_hour WHERE bucket >= $1 AND bucket < $2 GROUP BY 1, 2, 3, 4
            )
            SELECT concat_ws(' ', organization, bucket, operation, item) AS what,
                concat_ws('/', coalesce(had.quantity, 0), coalesce(had.cost, 0), coalesce(had.charge, 0)) AS has,
                concat_ws('/', coalesce(said.quantity, 0), coalesce(said.cost, 0), coalesce(said.charge, 0)) AS says
            FROM said FULL JOIN had USING (organization, bucket, operation, item)"""),

    /** The daily roll-up, against the hourly one of the day. */
    DAYS("""
            WITH said AS (
                SELECT organization, project, provider, model, operation, service_tier, item, sum(quantity) AS quantity,
                    sum(cost_pico) AS cost, sum(charge_pico) AS charge
                FROM usage_hour WHERE bucket >= $1 AND bucket < $2 GROUP BY 1, 2, 3, 4, 5, 6, 7
            ), had AS (
                SELECT organization, project, provider, model, operation, service_tier, item, quantity,
                    cost_pico AS cost, charge_pico AS charge
                FROM usage_day WHERE bucket >= $1 AND bucket < $2
            )
            SELECT concat_ws(' ', organization, project, provider, model, operation, service_tier, item) AS what,
                concat_ws('/', coalesce(had.quantity, 0), coalesce(had.cost, 0), coalesce(had.charge, 0)) AS has,
                concat_ws('/', coalesce(said.quantity, 0), coalesce(said.cost, 0), coalesce(said.charge, 0)) AS says
            FROM said FULL JOIN had
                USING (organization, project, provider, model, operation, service_tier, item)"""),

    /** Charges of each organization by label. */
    TAGS("""
            WITH said AS (
                SELECT organization, tag.key AS tag, sum(charged_pico) AS charge, count(*) AS requests
                FROM usage_charge, jsonb_each_text(tags) AS tag
                WHERE started_at >= $1 AND started_at < $2 GROUP BY 1, 2
            ), had AS (
                SELECT organization, tag, sum(charge_pico) AS charge, sum(requests) AS requests
                FROM usage_tag_day WHERE day = ($1::timestamptz AT TIME ZONE 'UTC')::date GROUP BY 1, 2
            )
            SELECT concat_ws(' ', organization, tag) AS what,
                concat_ws('/', coalesce(had.requests, 0), coalesce(had.charge, 0)) AS has,
                concat_ws('/', coalesce(said.requests, 0), coalesce(said.charge, 0)) AS says
            FROM said FULL JOIN had USING (organization, tag)"""),

    /** What attempts are charged and cost, against the transfers that name them. */
    TRANSFERS("""
            WITH said AS (
                SELECT event.organization, sum(charged_pico) AS charge,
                    sum(coalesce((SELECT newest.cost_pico FROM rerating AS newest
                        WHERE newest.attempt_id = event.attempt_id ORDER BY newest.seq DESC LIMIT 1), event.cost_pico, 0))
                        AS cost
                FROM usage_charge AS event WHERE event.started_at >= $1 AND event.started_at < $2 GROUP BY 1
            ), had AS (
                SELECT transfer.organization,
                    sum(CASE 'receivable' WHEN debit.kind THEN amount_pico WHEN credit.kind THEN -amount_pico ELSE 0 END)
                        AS charge,
                    sum(CASE 'provider_cost' WHEN debit.kind THEN amount_pico WHEN credit.kind THEN -amount_pico ELSE 0 END)
                        AS cost
                FROM ledger_transfer AS transfer
                JOIN ledger_account AS debit ON debit.id = transfer.debit_account
                JOIN ledger_account AS credit ON credit.id = transfer.credit_account
                WHERE transfer.effective_at >= $1 AND transfer.effective_at < $2
                    AND transfer.code IN ('usage', 'late_price', 'reprice', 'true_up', 'dispute')
                GROUP BY 1
            )
            SELECT organization AS what, concat_ws('/', coalesce(had.charge, 0), coalesce(had.cost, 0)) AS has,
                concat_ws('/', coalesce(said.charge, 0), coalesce(said.cost, 0)) AS says
            FROM said FULL JOIN had USING (organization)"""),

    /** Committed spend of every budget period that ended on the day, where its scope is a single owner. */
    BUDGETS("""
            SELECT concat_ws(' ', balance.budget_id, balance.period_start) AS what, balance.committed_pico::text AS has,
                (SELECT coalesce(sum(charged_pico), 0) FROM usage_charge AS event
                 WHERE event.organization = budget.organization AND event.started_at >= balance.period_start
                    AND event.started_at < balance.period_end
                    AND CASE budget.scope WHEN 'project' THEN event.project = budget.scope_id
                        WHEN 'key' THEN event.key = budget.scope_id ELSE true END)::text AS says
            FROM budget_balance AS balance JOIN budget ON budget.id = balance.budget_id
            WHERE balance.period_end > $1 AND balance.period_end <= $2 AND budget.active
                AND budget.scope IN ('organization', 'project', 'key')""");

    private final String statement;

    Check(String statement) {
        this.statement = statement;
    }

    /** Only what does not agree, after how many were compared. */
    String statement() {
        return "WITH compared AS (" + statement + ") SELECT count(*) AS compared,"
                + " count(*) FILTER (WHERE has IS DISTINCT FROM says) AS mismatched,"
                + " min(what || ': has ' || has || ', its rows say ' || says) FILTER (WHERE has IS DISTINCT FROM says)"
                + " AS detail FROM compared";
    }

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
