-- Budgets over end users, models and tags, by week and by rolling window; alerts and how they are delivered.

ALTER TABLE budget
    DROP CONSTRAINT budget_scope_check,
    DROP CONSTRAINT budget_interval_unit_check,
    DROP CONSTRAINT budget_origin_check,
    ADD CONSTRAINT budget_scope_check
        CHECK (scope IN ('organization', 'project', 'key', 'end_user', 'model', 'tag')),
    ADD CONSTRAINT budget_interval_unit_check
        CHECK (interval_unit IN ('day', 'week', 'month', 'rolling', 'lifetime')),
    ADD CONSTRAINT budget_origin_check CHECK (origin IN ('budget', 'spend_limit', 'spend_alert')),
    ADD COLUMN rolling_hours  integer CHECK (rolling_hours BETWEEN 1 AND 8784),
    ADD COLUMN unpriced       text NOT NULL DEFAULT 'refuse' CHECK (unpriced IN ('refuse', 'admit')),
    ADD COLUMN thresholds     text NOT NULL DEFAULT '', -- percents of the limit, ascending, separated by commas
    ADD COLUMN recipients     text NOT NULL DEFAULT '', -- addresses that alerts are mailed to, separated by commas
    ADD COLUMN subject_prefix text,
    ADD CHECK ((rolling_hours IS NOT NULL) = (interval_unit = 'rolling'));

-- A rolling budget has one row of budget_balance an hour; its committed spend is the sum over the window's hours.

-- What was alerted already. The key is why a threshold is reported once for each budget and period.
CREATE TABLE budget_alert (
    budget_id    text        NOT NULL REFERENCES budget (id),
    period_start timestamptz NOT NULL,
    threshold    integer     NOT NULL,
    alert        uuid        NOT NULL,
    PRIMARY KEY (budget_id, period_start, threshold)
);

CREATE TABLE alert (
    id           uuid PRIMARY KEY, -- a UUIDv7: ascending by time
    organization text        NOT NULL REFERENCES organization (id),
    kind         text        NOT NULL,
    subject      text        NOT NULL,
    raised_at    timestamptz NOT NULL,
    payload      text        NOT NULL -- the event as it was published
);
CREATE INDEX alert_by_organization ON alert (organization, id);

-- No secret: it is derived from the installation's webhook key and the id.
CREATE TABLE webhook (
    id           text PRIMARY KEY,
    organization text        NOT NULL REFERENCES organization (id),
    url          text        NOT NULL,
    kinds        text        NOT NULL, -- which alerts, separated by commas; empty for all
    active       boolean     NOT NULL,
    created_at   timestamptz NOT NULL
);
CREATE INDEX webhook_by_organization ON webhook (organization, id);

CREATE TABLE alert_delivery (
    id              text PRIMARY KEY,
    organization    text        NOT NULL REFERENCES organization (id),
    alert           uuid        NOT NULL REFERENCES alert (id),
    webhook         text REFERENCES webhook (id), -- null for e-mail
    recipients      text, -- null for a webhook
    subject_prefix  text,
    status          text        NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    attempts        integer     NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    CHECK ((webhook IS NULL) = (recipients IS NOT NULL))
);
CREATE INDEX alert_delivery_due ON alert_delivery (next_attempt_at) WHERE status = 'pending';
CREATE INDEX alert_delivery_by_alert ON alert_delivery (alert);
CREATE INDEX alert_delivery_by_webhook ON alert_delivery (webhook, id);

CREATE TABLE delivery_attempt (
    delivery    text        NOT NULL REFERENCES alert_delivery (id),
    attempt     integer     NOT NULL,
    finished_at timestamptz NOT NULL,
    delivered   boolean     NOT NULL,
    detail      text        NOT NULL, -- the status of the answer, or why there was none
    PRIMARY KEY (delivery, attempt)
);
