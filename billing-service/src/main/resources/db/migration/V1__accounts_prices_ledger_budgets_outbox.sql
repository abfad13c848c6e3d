-- The schema of billing-service. Money is integer pico-dollars (1e-12 USD): bigint for one line, numeric for sums.

-- ---------------------------------------------------------------------------------------------------------------------
-- Accounts
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE organization (
    id         text PRIMARY KEY,
    name       text        NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE project (
    id           text PRIMARY KEY,
    organization text        NOT NULL REFERENCES organization (id),
    name         text        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('active', 'archived')),
    created_at   timestamptz NOT NULL,
    archived_at  timestamptz
);
CREATE INDEX project_by_organization ON project (organization, id);

CREATE TABLE service_account (
    id         text PRIMARY KEY,
    project    text        NOT NULL REFERENCES project (id),
    name       text        NOT NULL,
    role       text        NOT NULL CHECK (role IN ('owner', 'member', 'none')),
    created_at timestamptz NOT NULL
);
CREATE INDEX service_account_by_project ON service_account (project, id);

-- Only the SHA-256 of a secret is stored; redacted_value is what may be shown again.
CREATE TABLE api_key (
    id              text PRIMARY KEY,
    organization    text        NOT NULL REFERENCES organization (id),
    project         text        NOT NULL REFERENCES project (id),
    service_account text        NOT NULL REFERENCES service_account (id),
    name            text        NOT NULL,
    sha256          text        NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    redacted_value  text        NOT NULL,
    status          text        NOT NULL CHECK (status IN ('active', 'revoked')),
    version         bigint      NOT NULL CHECK (version >= 1),
    bootstrap       boolean     NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL,
    revoked_at      timestamptz,
    revoked_by      text CHECK (revoked_by IN ('api', 'rotation')), -- only a rotation may be taken back by the next one
    CHECK ((status = 'revoked') = (revoked_by IS NOT NULL))
);
CREATE INDEX api_key_by_project ON api_key (project, id);

CREATE TABLE admin_key (
    id             text PRIMARY KEY,
    organization   text        NOT NULL REFERENCES organization (id),
    name           text        NOT NULL,
    sha256         text        NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    redacted_value text        NOT NULL,
    status         text        NOT NULL CHECK (status IN ('active', 'revoked')),
    bootstrap      boolean     NOT NULL DEFAULT false,
    created_at     timestamptz NOT NULL,
    revoked_at     timestamptz
);

-- ---------------------------------------------------------------------------------------------------------------------
-- Append-only tables: corrections are new rows that name what they correct.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is forbidden: it is append-only, append a correcting row instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

-- The price book. No "effective to": a later row supersedes an earlier one, so nothing ever needs to be closed.
CREATE TABLE price_version (
    id              text PRIMARY KEY,
    provider        text        NOT NULL,
    model           text        NOT NULL,
    region          text        NOT NULL DEFAULT '', -- empty: everywhere
    meter           text        NOT NULL,
    service_tier    text        NOT NULL,
    context_from    bigint      NOT NULL CHECK (context_from >= 0),
    unit_price_pico bigint CHECK (unit_price_pico >= 0), -- null withdraws the price: usage is then unrated, never free
    per_quantity    integer     NOT NULL CHECK (per_quantity >= 1),
    currency        text        NOT NULL,
    effective_from  timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    source          text        NOT NULL,
    source_url      text,
    source_date     date, -- when the source said so
    note            text,
    approved        boolean     NOT NULL,
    scope           text        NOT NULL DEFAULT 'list', -- 'list', or the organization whose own price this is
    UNIQUE (scope, provider, model, region, meter, service_tier, context_from, effective_from, recorded_at)
);
CREATE TRIGGER price_version_is_append_only BEFORE UPDATE OR DELETE ON price_version
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER price_version_is_not_truncated BEFORE TRUNCATE ON price_version
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

-- One row an attempt. The primary key is what makes a second delivery change nothing; because it is a UUIDv7 it is also
-- a time range, so partitions are months and the key stays unique over all of them.
CREATE TABLE usage_event (
    attempt_id           uuid PRIMARY KEY,
    payload_sha256       bytea       NOT NULL,
    request_id           uuid        NOT NULL,
    attempt              integer     NOT NULL,
    organization         text        NOT NULL,
    project              text        NOT NULL,
    key                  text        NOT NULL,
    end_user             text,
    provider             text        NOT NULL,
    model_requested      text        NOT NULL,
    model_billed         text        NOT NULL,
    operation            text        NOT NULL,
    service_tier         text        NOT NULL,
    started_at           timestamptz NOT NULL,
    completed_at         timestamptz NOT NULL,
    status               text        NOT NULL,
    served_from          text        NOT NULL CHECK (served_from IN ('provider', 'cache')),
    tags                 jsonb       NOT NULL, -- the caller's own labels
    usage                jsonb       NOT NULL, -- units by meter; an absent meter was not reported
    usage_source         text        NOT NULL,
    provider_response_id text,
    rating_status        text        NOT NULL CHECK (rating_status IN ('rated', 'unrated', 'none')),
    cost_pico            bigint CHECK (cost_pico >= 0),   -- owed to the provider
    charge_pico          bigint CHECK (charge_pico >= 0), -- owed by the organization
    lines                jsonb       NOT NULL, -- meter, count, price versions, charge and cost of each rated line
    unpriced             text[]      NOT NULL, -- meters without a price, when unrated
    trace_id             text,
    kafka_partition      integer     NOT NULL,
    kafka_offset         bigint      NOT NULL,
    received_at          timestamptz NOT NULL,
    CHECK ((cost_pico IS NULL) = (rating_status = 'unrated')),
    CHECK ((charge_pico IS NULL) = (cost_pico IS NULL))
) PARTITION BY RANGE (attempt_id);
CREATE TRIGGER usage_event_is_append_only BEFORE UPDATE OR DELETE ON usage_event
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER usage_event_is_not_truncated BEFORE TRUNCATE ON usage_event
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
-- For "what did this scope spend since": rows arrive in time order, so a block range index costs the ingest nothing.
CREATE INDEX usage_event_by_time ON usage_event USING brin (started_at) WITH (autosummarize = on);

-- What became of an attempt's rating later. The newest row counts; each posted transfers of its own that name the attempt.
CREATE TABLE rerating (
    attempt_id    uuid        NOT NULL,
    seq           integer     NOT NULL CHECK (seq >= 1),
    organization  text        NOT NULL,
    reason        text        NOT NULL CHECK (reason IN ('late_price', 'reprice', 'true_up', 'dispute')),
    run           text, -- the explicit run that did it
    rating_status text        NOT NULL CHECK (rating_status IN ('rated', 'unrated', 'none')),
    cost_pico     bigint CHECK (cost_pico >= 0),
    charge_pico   bigint CHECK (charge_pico >= 0),
    lines         jsonb       NOT NULL,
    unpriced      text[]      NOT NULL,
    txn_id        uuid        NOT NULL, -- of the transfers
    recorded_at   timestamptz NOT NULL,
    PRIMARY KEY (attempt_id, seq)
) PARTITION BY RANGE (attempt_id);
CREATE TRIGGER rerating_is_append_only BEFORE UPDATE OR DELETE ON rerating
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER rerating_is_not_truncated BEFORE TRUNCATE ON rerating
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

-- Each attempt with the charge that counts now.
CREATE VIEW usage_charge AS
    SELECT event.*, coalesce((SELECT newest.charge_pico FROM rerating AS newest
        WHERE newest.attempt_id = event.attempt_id ORDER BY newest.seq DESC LIMIT 1), event.charge_pico, 0) AS charged_pico
    FROM usage_event AS event;

-- Attempts that wait for a price. Not a money row: it goes when the price has come.
CREATE TABLE unrated_queue (
    attempt_id   uuid PRIMARY KEY,
    organization text        NOT NULL,
    provider     text        NOT NULL,
    model        text        NOT NULL,
    queued_at    timestamptz NOT NULL
);
CREATE INDEX unrated_queue_by_model ON unrated_queue (provider, model);

CREATE TABLE ledger_account (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization text NOT NULL REFERENCES organization (id),
    kind         text NOT NULL CHECK (kind IN ('receivable', 'usage_revenue', 'provider_cost', 'provider_payable',
        'prepaid', 'cash', 'credit_grant', 'credit_expense', 'adjustment', 'rounding')),
    provider     text NOT NULL DEFAULT '', -- empty for the accounts that face the customer
    currency     text NOT NULL,
    normal_side  text NOT NULL CHECK (normal_side IN ('debit', 'credit')),
    UNIQUE (organization, kind, provider, currency)
);

-- One row is one debit, one credit, one amount: debits equal credits by construction.
CREATE TABLE ledger_transfer (
    txn_id         uuid        NOT NULL, -- the attempt's id for usage
    leg            smallint    NOT NULL, -- 1 the customer's side, 2 the provider's side
    organization   text        NOT NULL,
    debit_account  bigint      NOT NULL,
    credit_account bigint      NOT NULL,
    amount_pico    bigint      NOT NULL CHECK (amount_pico > 0),
    currency       text        NOT NULL,
    code           text        NOT NULL, -- why: 'usage', 'late_price', 'reprice', 'prepaid', …
    effective_at   timestamptz NOT NULL, -- when the money was spent
    booked_at      timestamptz NOT NULL, -- when this row was written
    reverses       uuid,                 -- the transaction this one corrects
    PRIMARY KEY (txn_id, leg),
    CHECK (debit_account <> credit_account)
) PARTITION BY RANGE (txn_id);
CREATE TRIGGER ledger_transfer_is_append_only BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER ledger_transfer_is_not_truncated BEFORE TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

-- The smallest UUID whose first 48 bits are this instant in milliseconds: the bound of a partition of UUIDv7 keys.
CREATE FUNCTION uuid7_floor(instant timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (lpad(to_hex((extract(epoch FROM instant) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Creates the monthly partitions from one month to another, both included, where they do not exist yet.
CREATE FUNCTION create_month_partitions(from_month date, to_month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    parent    text;
    partition text;
    month     date;
BEGIN
    FOREACH parent IN ARRAY ARRAY ['usage_event', 'ledger_transfer', 'rerating'] LOOP
        month := date_trunc('month', from_month)::date;
        WHILE month <= to_month LOOP
            partition := parent || to_char(month, '"_"YYYY"_"MM');
            IF to_regclass(partition) IS NULL THEN
                EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', partition, parent,
                    uuid7_floor(month::timestamp AT TIME ZONE 'UTC'),
                    uuid7_floor((month + interval '1 month') AT TIME ZONE 'UTC'));
                -- Row triggers are inherited from the parent, statement triggers are not.
                EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()',
                    partition || '_is_not_truncated', partition);
            END IF;
            month := (month + interval '1 month')::date;
        END LOOP;
    END LOOP;
END
$$;

-- What the accounts had moved in months that retention has dropped, so that balances stay what they were.
CREATE TABLE ledger_opening (
    account      bigint  NOT NULL REFERENCES ledger_account (id),
    month        date    NOT NULL,
    debits_pico  numeric NOT NULL,
    credits_pico numeric NOT NULL,
    PRIMARY KEY (account, month)
);
CREATE TRIGGER ledger_opening_is_append_only BEFORE UPDATE OR DELETE ON ledger_opening
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER ledger_opening_is_not_truncated BEFORE TRUNCATE ON ledger_opening
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

-- Drops the partitions of every month before this one, and keeps what their transfers had moved. Returns how many.
CREATE FUNCTION drop_month_partitions(before_month date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    dropped integer := 0;
    child   record;
BEGIN
    FOR child IN
        SELECT parent.relname AS parent, partition.relname AS name,
            to_date(right(partition.relname, 7), 'YYYY_MM') AS month
        FROM pg_inherits
        JOIN pg_class AS parent ON parent.oid = inhparent
        JOIN pg_class AS partition ON partition.oid = inhrelid
        WHERE parent.relkind = 'p' AND parent.relname IN ('usage_event', 'ledger_transfer', 'rerating')
        ORDER BY partition.relname
    LOOP
        IF child.month < before_month THEN
            IF child.parent = 'ledger_transfer' THEN
                EXECUTE format($sum$
                    INSERT INTO ledger_opening (account, month, debits_pico, credits_pico)
                    SELECT account, %L, sum(debit), sum(credit) FROM (
                        SELECT debit_account AS account, amount_pico AS debit, 0 AS credit FROM %I
                        UNION ALL SELECT credit_account, 0, amount_pico FROM %I) AS moved
                    GROUP BY account$sum$, child.month, child.name, child.name);
            ELSIF child.parent = 'usage_event' THEN
                EXECUTE format('DELETE FROM unrated_queue WHERE attempt_id IN (SELECT attempt_id FROM %I)', child.name);
            END IF;
            EXECUTE format('DROP TABLE %I', child.name);
            dropped := dropped + 1;
        END IF;
    END LOOP;
    RETURN dropped;
END
$$;

-- Hourly roll-up, derived from the rows that the same transaction inserted. One row for each thing counted: a meter's
-- name, or model_requests (attempts that reached a provider), unrated_requests (attempts whose cost is not known), cached_requests
-- (answers given again).
-- Text that callers and providers choose is at most 256 bytes here, longer text is cut and ends in its hash: an index
-- entry has a limit, and usage_event has the whole text.
CREATE TABLE usage_hour (
    organization text        NOT NULL,
    bucket       timestamptz NOT NULL,
    project      text        NOT NULL,
    key          text        NOT NULL,
    end_user     text        NOT NULL, -- empty where the caller named none
    provider     text        NOT NULL,
    model        text        NOT NULL,
    operation    text        NOT NULL,
    service_tier text        NOT NULL,
    item         text        NOT NULL,
    quantity     numeric     NOT NULL,
    cost_pico    numeric     NOT NULL, -- owed to the provider
    charge_pico  numeric     NOT NULL, -- owed by the organization
    PRIMARY KEY (organization, bucket, project, key, end_user, provider, model, operation, service_tier, item)
) WITH (fillfactor = 70);

-- The same by the labels that callers gave their requests, for charging back. Labels are shortened as above.
CREATE TABLE usage_tag_day (
    organization text    NOT NULL,
    day          date    NOT NULL,
    project      text    NOT NULL,
    tag          text    NOT NULL,
    value        text    NOT NULL,
    requests     numeric NOT NULL,
    charge_pico  numeric NOT NULL,
    PRIMARY KEY (organization, day, project, tag, value)
) WITH (fillfactor = 70);

-- ---------------------------------------------------------------------------------------------------------------------
-- Budgets
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE budget (
    id            text PRIMARY KEY,
    organization  text        NOT NULL REFERENCES organization (id),
    scope         text        NOT NULL CHECK (scope IN ('organization', 'project', 'key')),
    scope_id      text        NOT NULL,
    interval_unit text        NOT NULL CHECK (interval_unit IN ('day', 'month', 'lifetime')),
    time_zone     text        NOT NULL,
    enforcement   text        NOT NULL CHECK (enforcement IN ('hard', 'soft')),
    limit_pico    bigint      NOT NULL CHECK (limit_pico BETWEEN 1 AND 9000000000000000000),
    origin        text        NOT NULL CHECK (origin IN ('budget', 'spend_limit')), -- which API made it
    active        boolean     NOT NULL,
    version       bigint      NOT NULL CHECK (version >= 1), -- one counter for definition and spend of all periods
    created_at    timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX budget_by_scope ON budget (scope_id) WHERE active;
CREATE INDEX budget_by_organization ON budget (organization, id);
CREATE UNIQUE INDEX budget_one_spend_limit_a_scope ON budget (scope_id) WHERE active AND origin = 'spend_limit';

CREATE TABLE budget_balance (
    budget_id      text        NOT NULL REFERENCES budget (id),
    period_start   timestamptz NOT NULL,
    period_end     timestamptz NOT NULL,
    committed_pico numeric     NOT NULL CHECK (committed_pico >= 0),
    version        bigint      NOT NULL, -- the budget's version when this row last changed
    PRIMARY KEY (budget_id, period_start)
) WITH (fillfactor = 50);

-- ---------------------------------------------------------------------------------------------------------------------
-- Outbox: what a transaction has to say to Kafka. A row exists until the broker has acknowledged it.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic       text        NOT NULL,
    message_key text, -- null only for a dead letter whose record had none
    headers     text        NOT NULL, -- a JSON object of header names and values
    payload     bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    parked_at   timestamptz -- Kafka refuses this row for ever, the relay passes it over; null sends it again
);

CREATE FUNCTION announce_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY outbox_appended;
    RETURN NULL;
END
$$;
CREATE TRIGGER outbox_wakes_the_relay AFTER INSERT ON outbox
    FOR EACH STATEMENT EXECUTE FUNCTION announce_outbox();
