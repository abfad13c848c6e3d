-- Rows of money are never changed, so a vacuum after so many inserts finds nothing to clean: it only reads every page again
-- and, after a checkpoint, writes it whole to the log, just when there is the most to do. Statistics are kept all the same, and
-- rows are frozen when the age of their transactions asks for it.
CREATE OR REPLACE FUNCTION create_month_partitions(from_month date, to_month date) RETURNS void LANGUAGE plpgsql AS $$
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
                EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_insert_threshold = -1)', partition);
            END IF;
            month := (month + interval '1 month')::date;
        END LOOP;
    END LOOP;
END
$$;

DO $$
DECLARE
    partition regclass;
BEGIN
    FOR partition IN SELECT inhrelid FROM pg_inherits
        WHERE inhparent IN ('usage_event'::regclass, 'ledger_transfer'::regclass, 'rerating'::regclass) LOOP
        EXECUTE format('ALTER TABLE %s SET (autovacuum_vacuum_insert_threshold = -1)', partition);
    END LOOP;
END
$$;
