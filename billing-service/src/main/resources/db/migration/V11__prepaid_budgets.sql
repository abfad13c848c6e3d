-- The balance of an organization that pays ahead is a budget: see PrepaidBudgets. Nothing may be left of it.
ALTER TABLE budget
    DROP CONSTRAINT budget_origin_check,
    DROP CONSTRAINT budget_limit_pico_check,
    ADD CONSTRAINT budget_origin_check CHECK (origin IN ('budget', 'spend_limit', 'spend_alert', 'prepaid')),
    ADD CONSTRAINT budget_limit_pico_check
        CHECK (limit_pico BETWEEN CASE origin WHEN 'prepaid' THEN 0 ELSE 1 END AND 9000000000000000000);
CREATE UNIQUE INDEX budget_one_prepaid_an_organization ON budget (organization) WHERE active AND origin = 'prepaid';
