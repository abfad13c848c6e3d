-- What the self-audit of a closed day found: one row a day and check, the newest run counts.
CREATE TABLE self_audit (
    day        date        NOT NULL,
    check_name text        NOT NULL CHECK (check_name IN ('roll_up', 'tags', 'transfers', 'budgets')),
    compared   bigint      NOT NULL, -- sums that were compared
    mismatched bigint      NOT NULL, -- of which did not agree
    detail     text        NOT NULL, -- the first that did not, empty if all agreed
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (day, check_name)
);

-- A provider's bill compared with the ledger.
CREATE TABLE reconciliation (
    id             text PRIMARY KEY,
    organization   text        NOT NULL REFERENCES organization (id), -- the operator's
    provider       text        NOT NULL,
    from_day       date        NOT NULL,
    until_day      date        NOT NULL, -- exclusive
    format         text        NOT NULL CHECK (format IN ('openai_costs', 'csv')),
    billed_pico    numeric     NOT NULL, -- what the provider says
    recorded_pico  numeric     NOT NULL, -- what the ledger says
    differences    jsonb       NOT NULL,
    status         text        NOT NULL CHECK (status IN ('open', 'adjusted', 'dismissed')),
    created_at     timestamptz NOT NULL,
    decided_at     timestamptz,
    txn_id         uuid,                 -- of the adjustment
    CHECK (from_day < until_day),
    CHECK ((status = 'adjusted') = (txn_id IS NOT NULL))
);
CREATE INDEX reconciliation_by_organization ON reconciliation (organization, id);
