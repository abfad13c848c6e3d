package io.tollgate.billing.account;

import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.Routes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the tests of every route need to know: for each path parameter something of the default organization, for each route
 * that takes a body one that it accepts. A route that is missing here fails those tests; add it.
 */
final class RouteExamples {

    /** For what only the operator may do: others are refused before the body is looked at. */
    private static final String NOTHING = "{}";

    private static final String NAME = "{\"name\":\"intruder\"}";
    private static final String SPEND_LIMIT = "{\"threshold_amount\":1,\"currency\":\"USD\",\"interval\":\"month\"}";
    private static final String SPEND_ALERT = """
            {"threshold_amount":100000,"currency":"USD","interval":"month",
             "notification_channel":{"type":"email","recipients":["intruder@example.com"]}}""";
    private static final String RATE_LIMIT = "{\"model\":\"intruder\",\"max_requests_per_1_minute\":1}";

    /** By route; {@code $project} and {@code $key} become ids of the default organization. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /v1/organization/projects", NAME),
            Map.entry("POST /v1/organization/projects/{project}", NAME),
            Map.entry("POST /v1/organization/projects/{project}/archive", ""),
            Map.entry("POST /v1/organization/projects/{project}/api_keys", NAME),
            Map.entry("POST /v1/organization/projects/{project}/api_keys/{key}", NAME),
            Map.entry("POST /v1/organization/projects/{project}/api_keys/{key}/rotate", "{\"overlap_seconds\":0}"),
            Map.entry("POST /v1/organization/projects/{project}/service_accounts", NAME),
            Map.entry("POST /v1/organization/projects/{project}/service_accounts/{account}", NAME),
            Map.entry("POST /v1/organization/projects/{project}/service_accounts/{account}/api_keys", NAME),
            Map.entry(
                    "POST /v1/organization/projects/{project}/users",
                    "{\"email\":\"intruder@example.com\",\"role\":\"owner\"}"),
            Map.entry("POST /v1/organization/projects/{project}/users/{user}", "{\"role\":\"owner\"}"),
            Map.entry("POST /v1/organization/projects/{project}/rate_limits", RATE_LIMIT),
            Map.entry(
                    "POST /v1/organization/projects/{project}/rate_limits/{rate_limit}",
                    "{\"max_requests_per_1_minute\":1}"),
            Map.entry("POST /v1/organization/projects/{project}/spend_limit", SPEND_LIMIT),
            Map.entry("POST /v1/organization/spend_limit", SPEND_LIMIT),
            Map.entry("POST /v1/organization/rate_limits", RATE_LIMIT),
            Map.entry("POST /v1/organization/rate_limits/{rate_limit}", "{\"max_requests_per_1_minute\":1}"),
            Map.entry(
                    "POST /v1/organization/users",
                    "{\"email\":\"intruder@example.com\",\"name\":\"intruder\",\"role\":\"owner\"}"),
            Map.entry("POST /v1/organization/users/{user}", "{\"role\":\"owner\"}"),
            Map.entry(
                    "POST /v1/organization/admin_api_keys",
                    "{\"name\":\"intruder\",\"role\":\"member\",\"project_id\":\"$project\"}"),
            Map.entry("POST /v1/budgets/{budget}", "{\"limit\":\"2\"}"),
            Map.entry("POST /v1/organization/spend_alerts", SPEND_ALERT),
            Map.entry("POST /v1/organization/spend_alerts/{spend_alert}", SPEND_ALERT),
            Map.entry("POST /v1/organization/projects/{project}/spend_alerts", SPEND_ALERT),
            Map.entry("POST /v1/organization/projects/{project}/spend_alerts/{spend_alert}", SPEND_ALERT),
            Map.entry("POST /v1/ledger/dead-letters/replay", NOTHING),
            Map.entry("POST /v1/prices/proposals", NOTHING),
            Map.entry("POST /v1/prices/imports/litellm", NOTHING),
            Map.entry("POST /v1/prices/proposals/{proposal}/approve", NOTHING),
            Map.entry("POST /v1/prices/proposals/{proposal}/reject", NOTHING),
            Map.entry("POST /v1/prices/proposals/{proposal}/publish", NOTHING),
            Map.entry("POST /v1/prices/markups", NOTHING),
            Map.entry("POST /v1/prices/aliases", NOTHING),
            Map.entry("POST /v1/reconciliations", NOTHING),
            Map.entry("POST /v1/reconciliations/{reconciliation}/approve", NOTHING),
            Map.entry("POST /v1/reconciliations/{reconciliation}/dismiss", NOTHING),
            Map.entry("POST /v1/webhooks", "{\"url\":\"https://intruder.example.com/\"}"),
            Map.entry(
                    "POST /v1/ledger/credits",
                    "{\"organization\":\"org_default\",\"kind\":\"grant\",\"amount_pico\":1,\"note\":\"intruder\"}"),
            Map.entry(
                    "POST /v1/ledger/rerating-runs",
                    "{\"start_time\":0,\"end_time\":1,\"mode\":\"dry_run\",\"reason\":\"reprice\"}"),
            Map.entry(
                    "POST /v1/budgets",
                    "{\"scope\":\"key\",\"scope_id\":\"$key\",\"limit\":\"1\",\"interval\":\"day\"}"));

    private final Map<String, String> found = new HashMap<>();
    private final Map<String, Supplier<String>> makers = Map.ofEntries(
            Map.entry("project", () -> Admin.newProject("private to the default organization")),
            Map.entry(
                    "account",
                    () -> make(
                            "/v1/organization/projects/" + value("project") + "/service_accounts",
                            "{\"name\":\"private\"}")),
            Map.entry(
                    "key",
                    () -> make(
                            "/v1/organization/projects/" + value("project") + "/api_keys",
                            "{\"name\":\"private\",\"service_account_id\":\"" + value("account") + "\"}")),
            Map.entry("user", this::newMember),
            Map.entry(
                    "rate_limit",
                    () -> make(
                            "/v1/organization/projects/" + value("project") + "/rate_limits",
                            "{\"model\":\"private\",\"max_requests_per_1_minute\":9}")),
            Map.entry("admin_key", () -> make("/v1/organization/admin_api_keys", "{\"name\":\"private\"}")),
            Map.entry(
                    "budget",
                    () -> make(
                            "/v1/budgets",
                            "{\"scope\":\"project\",\"scope_id\":\"" + value("project")
                                    + "\",\"limit\":\"1\",\"interval\":\"day\"}")),
            Map.entry(
                    "spend_alert",
                    () -> make("/v1/organization/projects/" + value("project") + "/spend_alerts", SPEND_ALERT)),
            Map.entry("webhook", () -> make("/v1/webhooks", "{\"url\":\"https://example.com/private\"}")),
            Map.entry("alert", () -> "0192f3a0-0000-7000-8000-000000000001"),
            Map.entry("month", () -> "2026-10"),
            Map.entry("kind", () -> "embeddings"),
            Map.entry("proposal", () -> "proposal_private"),
            Map.entry("reconciliation", () -> "reconciliation_private"),
            Map.entry("attempt", () -> "0192f3a0-0000-7000-8000-000000000000"));

    /** Queries without which a route answers 400. */
    private static final Map<String, String> QUERIES = Map.of(
            "GET /v1/organization/costs", "?start_time=0",
            "GET /v1/organization/usage/completions", "?start_time=0",
            "GET /v1/organization/usage/{kind}", "?start_time=0",
            "GET /v1/organization/chargeback", "?month=2026-10",
            "GET /v1/export/focus", "?month=2026-10");

    /** Parameters that name nobody's own. */
    static final Set<String> COMMON = Set.of("month", "kind");

    String path(Routes route) {
        return route.with(this::value) + QUERIES.getOrDefault(route.name(), "");
    }

    String body(Routes route) {
        if (!route.method().equals("POST") && !route.method().equals("PUT")) {
            return "";
        }
        String body = BODIES.get(route.name());
        if (body == null) {
            throw new AssertionError("no example body for " + route.name() + ": add one to RouteExamples");
        }
        return body.replace("$project", value("project")).replace("$key", value("key"));
    }

    /** Something of the default organization. */
    String value(String parameter) {
        String known = found.get(parameter);
        if (known != null) {
            return known;
        }
        Supplier<String> maker = makers.get(parameter);
        if (maker == null) {
            throw new AssertionError("nothing to put in place of {" + parameter + "}: add it to RouteExamples");
        }
        String made = maker.get();
        found.put(parameter, made);
        return made;
    }

    /** Every id that was made. */
    Map<String, String> values() {
        return Map.copyOf(found);
    }

    private String newMember() {
        String user = make(
                "/v1/organization/users",
                "{\"email\":\"" + value("project") + "@example.com\",\"name\":\"private\",\"role\":\"member\"}");
        Admin.post(
                        "/v1/organization/projects/" + value("project") + "/users",
                        "{\"user_id\":\"" + user + "\",\"role\":\"member\"}")
                .statusCode(200);
        return user;
    }

    private static String make(String path, String body) {
        return Admin.post(path, body).statusCode(200).extract().path("id");
    }
}
