-- What an organization pays relative to the list, from an instant on; 10,000 basis points are the list price.
CREATE TABLE price_markup (
    id             text PRIMARY KEY,
    organization   text        NOT NULL REFERENCES organization (id),
    basis_points   integer     NOT NULL CHECK (basis_points BETWEEN 0 AND 1000000),
    effective_from timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    note           text        NOT NULL,
    UNIQUE (organization, effective_from, recorded_at)
);
CREATE TRIGGER price_markup_is_append_only BEFORE UPDATE OR DELETE ON price_markup
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER price_markup_is_not_truncated BEFORE TRUNCATE ON price_markup
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

-- Other names of a provider's models. A null model ends the alias.
CREATE TABLE model_alias (
    provider       text        NOT NULL,
    alias          text        NOT NULL,
    model          text,
    effective_from timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (provider, alias, effective_from, recorded_at)
);
CREATE TRIGGER model_alias_is_append_only BEFORE UPDATE OR DELETE ON model_alias
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER model_alias_is_not_truncated BEFORE TRUNCATE ON model_alias
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

-- Prices on their way into the book: proposed, looked at, approved, published.
CREATE TABLE price_proposal (
    id           text PRIMARY KEY,
    organization text        NOT NULL REFERENCES organization (id), -- whose owner proposed it
    status       text        NOT NULL CHECK (status IN ('proposed', 'approved', 'rejected', 'published')),
    note         text        NOT NULL,
    prices       jsonb       NOT NULL, -- the proposed rows
    findings     jsonb       NOT NULL, -- what looked wrong when it was proposed
    created_at   timestamptz NOT NULL,
    decided_at   timestamptz,
    published_at timestamptz
);
CREATE INDEX price_proposal_by_organization ON price_proposal (organization, id);
