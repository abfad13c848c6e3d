-- Users and roles, what a key may do, rate limits, and the audit trail.

CREATE TABLE organization_user (
    id           text PRIMARY KEY,
    organization text        NOT NULL REFERENCES organization (id),
    email        text        NOT NULL,
    name         text        NOT NULL,
    role         text        NOT NULL CHECK (role IN ('owner', 'reader', 'member')), -- member: only what its projects give
    created_at   timestamptz NOT NULL,
    removed_at   timestamptz
);
CREATE UNIQUE INDEX organization_user_by_email ON organization_user (organization, lower(email))
    WHERE removed_at IS NULL;
CREATE INDEX organization_user_by_organization ON organization_user (organization, id);

CREATE TABLE project_member (
    project    text        NOT NULL REFERENCES project (id),
    member     text        NOT NULL REFERENCES organization_user (id),
    role       text        NOT NULL CHECK (role IN ('owner', 'member')), -- owner: the project's administrator
    created_at timestamptz NOT NULL,
    PRIMARY KEY (project, member)
);
CREATE INDEX project_member_by_member ON project_member (member);

ALTER TABLE service_account ADD COLUMN removed_at timestamptz;

-- An admin key belongs to a user, whose own role bounds the key's, or to a service account.
ALTER TABLE admin_key
    ADD COLUMN role            text NOT NULL CHECK (role IN ('owner', 'reader', 'project_admin', 'member')),
    ADD COLUMN project         text REFERENCES project (id),
    ADD COLUMN owner_user      text REFERENCES organization_user (id),
    ADD COLUMN service_account text REFERENCES service_account (id),
    ADD COLUMN expires_at      timestamptz,
    ADD CHECK (num_nonnulls(owner_user, service_account) = 1),
    ADD CHECK ((project IS NOT NULL) = (role IN ('project_admin', 'member')));
CREATE INDEX admin_key_by_organization ON admin_key (organization, id);

-- A key keeps its id when its secret is rotated: limits, budgets and usage stay with it.
ALTER TABLE api_key
    ALTER COLUMN service_account DROP NOT NULL,
    ADD COLUMN owner_user          text REFERENCES organization_user (id),
    ADD COLUMN allowed_models      text NOT NULL DEFAULT '[]', -- a JSON array; empty for all
    ADD COLUMN scopes              text NOT NULL DEFAULT '[]', -- a JSON array of operations; empty for all
    ADD COLUMN metadata            text NOT NULL DEFAULT '{}', -- a JSON object of texts
    ADD COLUMN expires_at          timestamptz,
    ADD COLUMN previous_sha256     text UNIQUE CHECK (previous_sha256 ~ '^[0-9a-f]{64}$'),
    ADD COLUMN previous_expires_at timestamptz, -- until then the secret before the last rotation is accepted, too
    ADD CHECK (num_nonnulls(owner_user, service_account) = 1),
    ADD CHECK ((previous_sha256 IS NULL) = (previous_expires_at IS NULL));
CREATE INDEX api_key_by_service_account ON api_key (service_account);
CREATE INDEX api_key_by_owner_user ON api_key (owner_user);

-- One row for each thing limited: a scope, for one model or for all; an absent number is no limit.
CREATE TABLE rate_limit (
    id                  text PRIMARY KEY,
    organization        text        NOT NULL REFERENCES organization (id),
    project             text REFERENCES project (id),
    api_key             text REFERENCES api_key (id),
    scope               text        NOT NULL CHECK (scope IN ('organization', 'project', 'key', 'end_user')),
    model               text, -- null for all models together
    requests_per_minute bigint CHECK (requests_per_minute >= 0),
    tokens_per_minute   bigint CHECK (tokens_per_minute >= 0),
    requests_per_day    bigint CHECK (requests_per_day >= 0),
    concurrent_requests bigint CHECK (concurrent_requests >= 0),
    created_at          timestamptz NOT NULL,
    CHECK (num_nonnulls(requests_per_minute, tokens_per_minute, requests_per_day, concurrent_requests) >= 1),
    CHECK ((api_key IS NOT NULL) = (scope = 'key')),
    CHECK (project IS NOT NULL OR scope IN ('organization', 'end_user')),
    CHECK (project IS NULL OR scope <> 'organization'),
    UNIQUE NULLS NOT DISTINCT (organization, project, api_key, scope, model)
);
CREATE INDEX rate_limit_by_organization ON rate_limit (organization, id);

-- ---------------------------------------------------------------------------------------------------------------------
-- Audit: append-only, each record's hash covers the one before it. A day's records are numbered from 1, the first one of
-- a day follows the last one of the day before, so that neither a record nor a day can be taken out unseen.
-- ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE audit_record (
    organization  text        NOT NULL REFERENCES organization (id),
    day           date        NOT NULL, -- in UTC
    position      bigint      NOT NULL,
    id            text        NOT NULL UNIQUE,
    recorded_at   timestamptz NOT NULL,
    type          text        NOT NULL,
    actor_type    text        NOT NULL CHECK (actor_type IN ('user', 'service_account', 'system')),
    actor_key     text, -- the admin key's id
    actor_id      text        NOT NULL,
    actor_email   text,
    project       text,
    subject       text        NOT NULL, -- the id of what changed
    before        text, -- JSON; null for what did not exist
    after         text, -- JSON; null for what is gone
    previous_hash text        NOT NULL,
    hash          text        NOT NULL,
    PRIMARY KEY (organization, day, position)
);
CREATE INDEX audit_record_by_subject ON audit_record (organization, subject);
CREATE TRIGGER audit_record_is_append_only BEFORE UPDATE OR DELETE ON audit_record
    FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER audit_record_is_not_truncated BEFORE TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

-- The end of each organization's chain; its row lock puts the records in order.
CREATE TABLE audit_head (
    organization text PRIMARY KEY REFERENCES organization (id),
    day          date        NOT NULL,
    position     bigint      NOT NULL,
    recorded_at  timestamptz NOT NULL,
    hash         text        NOT NULL
);

-- Length first, so that no two lists of fields look the same when joined.
CREATE FUNCTION audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(octet_length(value) || ':' || value, '-')
$$;

-- Appends one record; an empty optional text is an absent one. AuditRecord.computedHash() computes the same, in Java.
CREATE FUNCTION append_audit(
    the_organization text, instant timestamptz, the_type text, the_actor_type text, the_actor_key text,
    the_actor_id text, the_actor_email text, the_project text, the_subject text, the_before text, the_after text
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    head     audit_head;
    moment   timestamptz;
    new_day  date;
    place    bigint;
    new_hash text;
    new_id   text;
BEGIN
    INSERT INTO audit_head VALUES (the_organization, '0001-01-01', 0, '0001-01-01T00:00:00Z', repeat('0', 64))
        ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT head FROM audit_head WHERE organization = the_organization FOR UPDATE;
    -- A clock that went back, or a transaction that waited over midnight, must not reopen a day that is over.
    moment := greatest(instant, head.recorded_at);
    new_day := (moment AT TIME ZONE 'UTC')::date;
    place := CASE WHEN new_day = head.day THEN head.position + 1 ELSE 1 END;
    new_hash := encode(sha256(convert_to(
        audit_field(head.hash) || audit_field(the_organization) || audit_field(to_char(new_day, 'YYYY-MM-DD'))
        || audit_field(place::text) || audit_field(floor(extract(epoch FROM moment) * 1000000)::bigint::text)
        || audit_field(the_type) || audit_field(the_actor_type) || audit_field(nullif(the_actor_key, ''))
        || audit_field(the_actor_id) || audit_field(nullif(the_actor_email, '')) || audit_field(nullif(the_project, ''))
        || audit_field(the_subject) || audit_field(nullif(the_before, '')) || audit_field(nullif(the_after, '')),
        'UTF8')), 'hex');
    new_id := 'audit_log-' || left(new_hash, 32);
    INSERT INTO audit_record VALUES (the_organization, new_day, place, new_id, moment, the_type, the_actor_type,
        nullif(the_actor_key, ''), the_actor_id, nullif(the_actor_email, ''), nullif(the_project, ''), the_subject,
        nullif(the_before, ''), nullif(the_after, ''), head.hash, new_hash);
    UPDATE audit_head SET day = new_day, position = place, recorded_at = moment, hash = new_hash
        WHERE organization = the_organization;
    RETURN new_id;
END
$$;
