-- The roll-up as one row for each series and hour, with a column for each thing counted, instead of one row for each thing
-- counted under ten columns of text: an attempt then touches one row with a narrow key. And by day without the key and the
-- end user, which is what long reports read. Both are derived from the rows that the same transaction inserted.

-- What usage is split by, once; rows are only added. Text is shortened as usage_hour had it.
CREATE TABLE usage_series (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization text NOT NULL,
    project      text NOT NULL,
    key          text NOT NULL,
    end_user     text NOT NULL, -- empty where the caller named none
    provider     text NOT NULL,
    model        text NOT NULL,
    operation    text NOT NULL,
    service_tier text NOT NULL,
    UNIQUE (organization, project, key, end_user, provider, model, operation, service_tier)
);

-- A column is null where nothing of its kind was counted. Of each meter: units, what they cost at the provider, what the
-- organization is charged for them; both in pico-dollars. Then attempts that reached a provider, that have no known cost, and
-- that were answered from the cache. A new meter needs its three columns here, in usage_day_sum and in both views.
CREATE TABLE usage_hour_sum (
    organization                 text        NOT NULL,
    bucket                       timestamptz NOT NULL,
    series                       bigint      NOT NULL,
    input_uncached               numeric,
    input_uncached_cost          numeric,
    input_uncached_charge        numeric,
    input_cached                 numeric,
    input_cached_cost            numeric,
    input_cached_charge          numeric,
    cache_write_5m               numeric,
    cache_write_5m_cost          numeric,
    cache_write_5m_charge        numeric,
    cache_write_1h               numeric,
    cache_write_1h_cost          numeric,
    cache_write_1h_charge        numeric,
    input_audio                  numeric,
    input_audio_cost             numeric,
    input_audio_charge           numeric,
    input_image                  numeric,
    input_image_cost             numeric,
    input_image_charge           numeric,
    output_text                  numeric,
    output_text_cost             numeric,
    output_text_charge           numeric,
    output_reasoning             numeric,
    output_reasoning_cost        numeric,
    output_reasoning_charge      numeric,
    output_audio                 numeric,
    output_audio_cost            numeric,
    output_audio_charge          numeric,
    images                       numeric,
    images_cost                  numeric,
    images_charge                numeric,
    requests                     numeric,
    requests_cost                numeric,
    requests_charge              numeric,
    web_search_calls             numeric,
    web_search_calls_cost        numeric,
    web_search_calls_charge      numeric,
    audio_seconds                numeric,
    audio_seconds_cost           numeric,
    audio_seconds_charge         numeric,
    input_characters             numeric,
    input_characters_cost        numeric,
    input_characters_charge      numeric,
    model_requests               numeric,
    unrated_requests             numeric,
    cached_requests              numeric,
    PRIMARY KEY (organization, bucket, series)
) WITH (fillfactor = 70);

CREATE TABLE usage_day_sum (
    organization                 text        NOT NULL,
    bucket                       timestamptz NOT NULL, -- midnight, UTC
    project                      text        NOT NULL,
    provider                     text        NOT NULL,
    model                        text        NOT NULL,
    operation                    text        NOT NULL,
    service_tier                 text        NOT NULL,
    input_uncached               numeric,
    input_uncached_cost          numeric,
    input_uncached_charge        numeric,
    input_cached                 numeric,
    input_cached_cost            numeric,
    input_cached_charge          numeric,
    cache_write_5m               numeric,
    cache_write_5m_cost          numeric,
    cache_write_5m_charge        numeric,
    cache_write_1h               numeric,
    cache_write_1h_cost          numeric,
    cache_write_1h_charge        numeric,
    input_audio                  numeric,
    input_audio_cost             numeric,
    input_audio_charge           numeric,
    input_image                  numeric,
    input_image_cost             numeric,
    input_image_charge           numeric,
    output_text                  numeric,
    output_text_cost             numeric,
    output_text_charge           numeric,
    output_reasoning             numeric,
    output_reasoning_cost        numeric,
    output_reasoning_charge      numeric,
    output_audio                 numeric,
    output_audio_cost            numeric,
    output_audio_charge          numeric,
    images                       numeric,
    images_cost                  numeric,
    images_charge                numeric,
    requests                     numeric,
    requests_cost                numeric,
    requests_charge              numeric,
    web_search_calls             numeric,
    web_search_calls_cost        numeric,
    web_search_calls_charge      numeric,
    audio_seconds                numeric,
    audio_seconds_cost           numeric,
    audio_seconds_charge         numeric,
    input_characters             numeric,
    input_characters_cost        numeric,
    input_characters_charge      numeric,
    model_requests               numeric,
    unrated_requests             numeric,
    cached_requests              numeric,
    PRIMARY KEY (organization, bucket, project, provider, model, operation, service_tier)
) WITH (fillfactor = 50);

INSERT INTO usage_series (organization, project, key, end_user, provider, model, operation, service_tier)
SELECT DISTINCT organization, project, key, end_user, provider, model, operation, service_tier FROM usage_hour;

INSERT INTO usage_hour_sum
SELECT organization, bucket, series.id,
    sum(quantity) FILTER (WHERE item = 'input_uncached'),
    sum(cost_pico) FILTER (WHERE item = 'input_uncached'),
    sum(charge_pico) FILTER (WHERE item = 'input_uncached'),
    sum(quantity) FILTER (WHERE item = 'input_cached'),
    sum(cost_pico) FILTER (WHERE item = 'input_cached'),
    sum(charge_pico) FILTER (WHERE item = 'input_cached'),
    sum(quantity) FILTER (WHERE item = 'cache_write_5m'),
    sum(cost_pico) FILTER (WHERE item = 'cache_write_5m'),
    sum(charge_pico) FILTER (WHERE item = 'cache_write_5m'),
    sum(quantity) FILTER (WHERE item = 'cache_write_1h'),
    sum(cost_pico) FILTER (WHERE item = 'cache_write_1h'),
    sum(charge_pico) FILTER (WHERE item = 'cache_write_1h'),
    sum(quantity) FILTER (WHERE item = 'input_audio'),
    sum(cost_pico) FILTER (WHERE item = 'input_audio'),
    sum(charge_pico) FILTER (WHERE item = 'input_audio'),
    sum(quantity) FILTER (WHERE item = 'input_image'),
    sum(cost_pico) FILTER (WHERE item = 'input_image'),
    sum(charge_pico) FILTER (WHERE item = 'input_image'),
    sum(quantity) FILTER (WHERE item = 'output_text'),
    sum(cost_pico) FILTER (WHERE item = 'output_text'),
    sum(charge_pico) FILTER (WHERE item = 'output_text'),
    sum(quantity) FILTER (WHERE item = 'output_reasoning'),
    sum(cost_pico) FILTER (WHERE item = 'output_reasoning'),
    sum(charge_pico) FILTER (WHERE item = 'output_reasoning'),
    sum(quantity) FILTER (WHERE item = 'output_audio'),
    sum(cost_pico) FILTER (WHERE item = 'output_audio'),
    sum(charge_pico) FILTER (WHERE item = 'output_audio'),
    sum(quantity) FILTER (WHERE item = 'images'),
    sum(cost_pico) FILTER (WHERE item = 'images'),
    sum(charge_pico) FILTER (WHERE item = 'images'),
    sum(quantity) FILTER (WHERE item = 'requests'),
    sum(cost_pico) FILTER (WHERE item = 'requests'),
    sum(charge_pico) FILTER (WHERE item = 'requests'),
    sum(quantity) FILTER (WHERE item = 'web_search_calls'),
    sum(cost_pico) FILTER (WHERE item = 'web_search_calls'),
    sum(charge_pico) FILTER (WHERE item = 'web_search_calls'),
    sum(quantity) FILTER (WHERE item = 'audio_seconds'),
    sum(cost_pico) FILTER (WHERE item = 'audio_seconds'),
    sum(charge_pico) FILTER (WHERE item = 'audio_seconds'),
    sum(quantity) FILTER (WHERE item = 'input_characters'),
    sum(cost_pico) FILTER (WHERE item = 'input_characters'),
    sum(charge_pico) FILTER (WHERE item = 'input_characters'),
    sum(quantity) FILTER (WHERE item = 'model_requests'),
    sum(quantity) FILTER (WHERE item = 'unrated_requests'),
    sum(quantity) FILTER (WHERE item = 'cached_requests')
FROM usage_hour JOIN usage_series AS series
    USING (organization, project, key, end_user, provider, model, operation, service_tier)
GROUP BY organization, bucket, series.id;

INSERT INTO usage_day_sum
SELECT organization, date_trunc('day', bucket, 'UTC') AS day, project, provider, model, operation, service_tier,
    sum(quantity) FILTER (WHERE item = 'input_uncached'),
    sum(cost_pico) FILTER (WHERE item = 'input_uncached'),
    sum(charge_pico) FILTER (WHERE item = 'input_uncached'),
    sum(quantity) FILTER (WHERE item = 'input_cached'),
    sum(cost_pico) FILTER (WHERE item = 'input_cached'),
    sum(charge_pico) FILTER (WHERE item = 'input_cached'),
    sum(quantity) FILTER (WHERE item = 'cache_write_5m'),
    sum(cost_pico) FILTER (WHERE item = 'cache_write_5m'),
    sum(charge_pico) FILTER (WHERE item = 'cache_write_5m'),
    sum(quantity) FILTER (WHERE item = 'cache_write_1h'),
    sum(cost_pico) FILTER (WHERE item = 'cache_write_1h'),
    sum(charge_pico) FILTER (WHERE item = 'cache_write_1h'),
    sum(quantity) FILTER (WHERE item = 'input_audio'),
    sum(cost_pico) FILTER (WHERE item = 'input_audio'),
    sum(charge_pico) FILTER (WHERE item = 'input_audio'),
    sum(quantity) FILTER (WHERE item = 'input_image'),
    sum(cost_pico) FILTER (WHERE item = 'input_image'),
    sum(charge_pico) FILTER (WHERE item = 'input_image'),
    sum(quantity) FILTER (WHERE item = 'output_text'),
    sum(cost_pico) FILTER (WHERE item = 'output_text'),
    sum(charge_pico) FILTER (WHERE item = 'output_text'),
    sum(quantity) FILTER (WHERE item = 'output_reasoning'),
    sum(cost_pico) FILTER (WHERE item = 'output_reasoning'),
    sum(charge_pico) FILTER (WHERE item = 'output_reasoning'),
    sum(quantity) FILTER (WHERE item = 'output_audio'),
    sum(cost_pico) FILTER (WHERE item = 'output_audio'),
    sum(charge_pico) FILTER (WHERE item = 'output_audio'),
    sum(quantity) FILTER (WHERE item = 'images'),
    sum(cost_pico) FILTER (WHERE item = 'images'),
    sum(charge_pico) FILTER (WHERE item = 'images'),
    sum(quantity) FILTER (WHERE item = 'requests'),
    sum(cost_pico) FILTER (WHERE item = 'requests'),
    sum(charge_pico) FILTER (WHERE item = 'requests'),
    sum(quantity) FILTER (WHERE item = 'web_search_calls'),
    sum(cost_pico) FILTER (WHERE item = 'web_search_calls'),
    sum(charge_pico) FILTER (WHERE item = 'web_search_calls'),
    sum(quantity) FILTER (WHERE item = 'audio_seconds'),
    sum(cost_pico) FILTER (WHERE item = 'audio_seconds'),
    sum(charge_pico) FILTER (WHERE item = 'audio_seconds'),
    sum(quantity) FILTER (WHERE item = 'input_characters'),
    sum(cost_pico) FILTER (WHERE item = 'input_characters'),
    sum(charge_pico) FILTER (WHERE item = 'input_characters'),
    sum(quantity) FILTER (WHERE item = 'model_requests'),
    sum(quantity) FILTER (WHERE item = 'unrated_requests'),
    sum(quantity) FILTER (WHERE item = 'cached_requests')
FROM usage_hour GROUP BY organization, day, project, provider, model, operation, service_tier;

DROP TABLE usage_hour;

-- As before: one row for each thing counted. A union, because a list of values costs five times as much.
CREATE VIEW usage_hour AS
SELECT sums.organization, sums.bucket, project, key, end_user, provider, model, operation, service_tier, item, quantity,
    cost_pico, charge_pico
FROM usage_hour_sum AS sums JOIN usage_series AS series ON series.id = sums.series, LATERAL (
    SELECT 'input_uncached', input_uncached, input_uncached_cost, input_uncached_charge WHERE input_uncached IS NOT NULL
    UNION ALL
    SELECT 'input_cached', input_cached, input_cached_cost, input_cached_charge WHERE input_cached IS NOT NULL
    UNION ALL
    SELECT 'cache_write_5m', cache_write_5m, cache_write_5m_cost, cache_write_5m_charge WHERE cache_write_5m IS NOT NULL
    UNION ALL
    SELECT 'cache_write_1h', cache_write_1h, cache_write_1h_cost, cache_write_1h_charge WHERE cache_write_1h IS NOT NULL
    UNION ALL
    SELECT 'input_audio', input_audio, input_audio_cost, input_audio_charge WHERE input_audio IS NOT NULL
    UNION ALL
    SELECT 'input_image', input_image, input_image_cost, input_image_charge WHERE input_image IS NOT NULL
    UNION ALL
    SELECT 'output_text', output_text, output_text_cost, output_text_charge WHERE output_text IS NOT NULL
    UNION ALL
    SELECT 'output_reasoning', output_reasoning, output_reasoning_cost, output_reasoning_charge WHERE output_reasoning IS NOT NULL
    UNION ALL
    SELECT 'output_audio', output_audio, output_audio_cost, output_audio_charge WHERE output_audio IS NOT NULL
    UNION ALL
    SELECT 'images', images, images_cost, images_charge WHERE images IS NOT NULL
    UNION ALL
    SELECT 'requests', requests, requests_cost, requests_charge WHERE requests IS NOT NULL
    UNION ALL
    SELECT 'web_search_calls', web_search_calls, web_search_calls_cost, web_search_calls_charge WHERE web_search_calls IS NOT NULL
    UNION ALL
    SELECT 'audio_seconds', audio_seconds, audio_seconds_cost, audio_seconds_charge WHERE audio_seconds IS NOT NULL
    UNION ALL
    SELECT 'input_characters', input_characters, input_characters_cost, input_characters_charge WHERE input_characters IS NOT NULL
    UNION ALL
    SELECT 'model_requests', model_requests, 0, 0 WHERE model_requests IS NOT NULL
    UNION ALL
    SELECT 'unrated_requests', unrated_requests, 0, 0 WHERE unrated_requests IS NOT NULL
    UNION ALL
    SELECT 'cached_requests', cached_requests, 0, 0 WHERE cached_requests IS NOT NULL
) AS counted (item, quantity, cost_pico, charge_pico);

CREATE VIEW usage_day AS
SELECT organization, bucket, project, provider, model, operation, service_tier, item, quantity, cost_pico, charge_pico
FROM usage_day_sum, LATERAL (
    SELECT 'input_uncached', input_uncached, input_uncached_cost, input_uncached_charge WHERE input_uncached IS NOT NULL
    UNION ALL
    SELECT 'input_cached', input_cached, input_cached_cost, input_cached_charge WHERE input_cached IS NOT NULL
    UNION ALL
    SELECT 'cache_write_5m', cache_write_5m, cache_write_5m_cost, cache_write_5m_charge WHERE cache_write_5m IS NOT NULL
    UNION ALL
    SELECT 'cache_write_1h', cache_write_1h, cache_write_1h_cost, cache_write_1h_charge WHERE cache_write_1h IS NOT NULL
    UNION ALL
    SELECT 'input_audio', input_audio, input_audio_cost, input_audio_charge WHERE input_audio IS NOT NULL
    UNION ALL
    SELECT 'input_image', input_image, input_image_cost, input_image_charge WHERE input_image IS NOT NULL
    UNION ALL
    SELECT 'output_text', output_text, output_text_cost, output_text_charge WHERE output_text IS NOT NULL
    UNION ALL
    SELECT 'output_reasoning', output_reasoning, output_reasoning_cost, output_reasoning_charge WHERE output_reasoning IS NOT NULL
    UNION ALL
    SELECT 'output_audio', output_audio, output_audio_cost, output_audio_charge WHERE output_audio IS NOT NULL
    UNION ALL
    SELECT 'images', images, images_cost, images_charge WHERE images IS NOT NULL
    UNION ALL
    SELECT 'requests', requests, requests_cost, requests_charge WHERE requests IS NOT NULL
    UNION ALL
    SELECT 'web_search_calls', web_search_calls, web_search_calls_cost, web_search_calls_charge WHERE web_search_calls IS NOT NULL
    UNION ALL
    SELECT 'audio_seconds', audio_seconds, audio_seconds_cost, audio_seconds_charge WHERE audio_seconds IS NOT NULL
    UNION ALL
    SELECT 'input_characters', input_characters, input_characters_cost, input_characters_charge WHERE input_characters IS NOT NULL
    UNION ALL
    SELECT 'model_requests', model_requests, 0, 0 WHERE model_requests IS NOT NULL
    UNION ALL
    SELECT 'unrated_requests', unrated_requests, 0, 0 WHERE unrated_requests IS NOT NULL
    UNION ALL
    SELECT 'cached_requests', cached_requests, 0, 0 WHERE cached_requests IS NOT NULL
) AS counted (item, quantity, cost_pico, charge_pico);

ALTER TABLE self_audit
    DROP CONSTRAINT self_audit_check_name_check,
    ADD CONSTRAINT self_audit_check_name_check CHECK (check_name IN ('roll_up', 'days', 'tags', 'transfers', 'budgets'));
