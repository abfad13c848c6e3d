-- What intake put aside, by where the record stood: a redelivered record is kept once.
CREATE TABLE dead_letter (
    topic       text        NOT NULL,
    partition   integer     NOT NULL,
    position    bigint      NOT NULL, -- the record's offset
    reason      text        NOT NULL,
    detail      text        NOT NULL,
    message_key text,
    headers     text        NOT NULL, -- of the record as it came, a JSON object
    payload     bytea       NOT NULL,
    kept_at     timestamptz NOT NULL,
    replayed_at timestamptz, -- when it was last sent again
    PRIMARY KEY (topic, partition, position)
);
CREATE INDEX dead_letter_by_age ON dead_letter (kept_at);

-- An explicit decision to rate a part of the past again.
CREATE TABLE rerating_run (
    id             text PRIMARY KEY,
    organization   text        NOT NULL REFERENCES organization (id),
    from_time      timestamptz NOT NULL,
    until_time     timestamptz NOT NULL,
    provider       text,
    model          text,
    reason         text        NOT NULL,
    note           text,
    status         text        NOT NULL CHECK (status IN ('running', 'completed', 'failed')),
    examined       bigint      NOT NULL,
    changed        bigint      NOT NULL,
    cost_pico      numeric     NOT NULL, -- by how much the provider's side moved
    charge_pico    numeric     NOT NULL, -- by how much the organization's side moved
    created_at     timestamptz NOT NULL,
    finished_at    timestamptz,
    CHECK (from_time < until_time)
);
CREATE INDEX rerating_run_by_organization ON rerating_run (organization, id);

-- What organizations paid ahead or were granted. The balance of each is what its transfers say.
CREATE TABLE credit (
    id           text PRIMARY KEY,
    organization text        NOT NULL REFERENCES organization (id),
    kind         text        NOT NULL CHECK (kind IN ('prepaid', 'grant')),
    amount_pico  bigint      NOT NULL CHECK (amount_pico > 0),
    note         text        NOT NULL,
    granted_by   text        NOT NULL, -- the organization whose owner entered it
    expires_at   timestamptz,          -- grants only: what is left then is taken back
    txn_id       uuid        NOT NULL,
    created_at   timestamptz NOT NULL,
    CHECK (kind = 'grant' OR expires_at IS NULL)
);
CREATE INDEX credit_by_organization ON credit (organization, id);
CREATE TRIGGER credit_is_append_only BEFORE UPDATE OR DELETE ON credit
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER credit_is_not_truncated BEFORE TRUNCATE ON credit
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

-- What became of them: applied to an invoice, or expired. What is left of a credit is its amount without its uses.
CREATE TABLE credit_use (
    credit      text        NOT NULL REFERENCES credit (id),
    seq         integer     NOT NULL CHECK (seq >= 1),
    reason      text        NOT NULL CHECK (reason IN ('invoice', 'expired')),
    invoice     text,
    amount_pico bigint      NOT NULL CHECK (amount_pico > 0),
    txn_id      uuid        NOT NULL,
    used_at     timestamptz NOT NULL,
    PRIMARY KEY (credit, seq)
);
CREATE TRIGGER credit_use_is_append_only BEFORE UPDATE OR DELETE ON credit_use
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER credit_use_is_not_truncated BEFORE TRUNCATE ON credit_use
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
