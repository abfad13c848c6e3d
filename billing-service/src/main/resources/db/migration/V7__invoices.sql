-- One invoice an organization and month, written once when the month is final. What a closed month gains or loses later
-- is a correction line of the next invoice.
CREATE TABLE invoice (
    id            text PRIMARY KEY,
    organization  text        NOT NULL REFERENCES organization (id),
    month         date        NOT NULL CHECK (extract(day FROM month) = 1),
    currency      text        NOT NULL,
    usage_pico    numeric     NOT NULL, -- usage and corrections
    credit_pico   numeric     NOT NULL CHECK (credit_pico <= 0),
    rounding_pico numeric     NOT NULL,
    total_pico    numeric     NOT NULL CHECK (total_pico = usage_pico + credit_pico + rounding_pico),
    finalized_at  timestamptz NOT NULL,
    UNIQUE (organization, month)
);
CREATE TRIGGER invoice_is_append_only BEFORE UPDATE OR DELETE ON invoice
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER invoice_is_not_truncated BEFORE TRUNCATE ON invoice
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

CREATE TABLE invoice_line (
    invoice      text     NOT NULL REFERENCES invoice (id),
    position     integer  NOT NULL CHECK (position >= 1),
    kind         text     NOT NULL CHECK (kind IN ('usage', 'correction', 'credit', 'rounding')),
    service_day  date     NOT NULL, -- of usage: when it was used
    project      text     NOT NULL,
    key          text     NOT NULL,
    provider     text     NOT NULL,
    model        text     NOT NULL,
    operation    text     NOT NULL,
    service_tier text     NOT NULL,
    item         text     NOT NULL, -- the meter; of a credit its id
    quantity     numeric  NOT NULL,
    list_pico    numeric  NOT NULL, -- at list prices
    charge_pico  numeric  NOT NULL,
    PRIMARY KEY (invoice, position)
);
CREATE TRIGGER invoice_line_is_append_only BEFORE UPDATE OR DELETE ON invoice_line
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER invoice_line_is_not_truncated BEFORE TRUNCATE ON invoice_line
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
