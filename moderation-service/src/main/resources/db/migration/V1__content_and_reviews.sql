-- An organization's key pair for content. Without its private half everything sealed for it is noise, so destroying that half erases.
CREATE TABLE content_key (
    key_id uuid PRIMARY KEY,
    organization text NOT NULL,
    -- Of the organization's keys together: what is announced grows with each of them and with each destruction.
    version bigint NOT NULL,
    public_key text NOT NULL,
    -- PKCS#8 under the installation's master key; null once destroyed.
    wrapped_private_key bytea,
    created_at timestamptz NOT NULL,
    destroyed_at timestamptz,
    destroyed_by text,
    announced boolean NOT NULL DEFAULT false,
    CHECK ((wrapped_private_key IS NULL) = (destroyed_at IS NOT NULL))
);
CREATE UNIQUE INDEX content_key_in_use ON content_key (organization) WHERE destroyed_at IS NULL;
CREATE INDEX content_key_unannounced ON content_key (organization, version) WHERE NOT announced;

CREATE TABLE transcript (
    request_id uuid PRIMARY KEY,
    organization text NOT NULL,
    project text NOT NULL,
    api_key text,
    model text NOT NULL,
    completed_at timestamptz NOT NULL,
    policy_version bigint,
    degraded boolean NOT NULL,
    truncated boolean NOT NULL,
    -- False where it is here only until it has been examined again.
    stored boolean NOT NULL,
    input_decision text,
    input_verdict uuid,
    output_decision text,
    output_verdict uuid,
    key_id uuid NOT NULL,
    sealed text NOT NULL,
    examined_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX transcript_window ON transcript (organization, completed_at, request_id) WHERE stored;
CREATE INDEX transcript_due ON transcript (due_at) WHERE examined_at IS NULL;
CREATE INDEX transcript_expiry ON transcript (expires_at);

-- Verdicts that were reached in the same transaction as what follows from them, until Kafka has them.
CREATE TABLE verdict_outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    verdict text NOT NULL
);

CREATE TABLE review_item (
    id uuid PRIMARY KEY,
    organization text NOT NULL,
    project text NOT NULL,
    request_id uuid NOT NULL,
    stage text NOT NULL,
    decision text NOT NULL,
    decision_then text NOT NULL,
    categories text NOT NULL,
    model text NOT NULL,
    completed_at timestamptz NOT NULL,
    policy_version bigint,
    verdict_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'claimed', 'escalated', 'confirmed', 'overturned')),
    reviewer text,
    claimed_until timestamptz,
    decided_at timestamptz,
    -- Of a decision: the categories that a reviewer found, separated by spaces.
    labels text,
    UNIQUE (request_id, stage),
    CHECK ((status = 'claimed') = (claimed_until IS NOT NULL))
);
CREATE INDEX review_item_list ON review_item (organization, id);

CREATE TABLE review_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item uuid NOT NULL REFERENCES review_item,
    happened_at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    reason text,
    labels text
);
CREATE INDEX review_event_of_item ON review_event (item, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of reviews is only ever added to'; END $$;
CREATE TRIGGER review_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON review_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE replay (
    id uuid PRIMARY KEY,
    organization text NOT NULL,
    project text NOT NULL,
    candidate text NOT NULL,
    window_from timestamptz NOT NULL,
    window_to timestamptz NOT NULL,
    transcripts_max integer NOT NULL,
    status text NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    leased_until timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    total bigint,
    processed bigint NOT NULL DEFAULT 0,
    finished_at timestamptz,
    report text,
    failure text
);
CREATE INDEX replay_list ON replay (organization, id);
CREATE INDEX replay_open ON replay (created_at) WHERE status IN ('queued', 'running');
