package io.tollgate.billing.account;

import static org.awaitility.Awaitility.await;

import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Routes;
import io.tollgate.billing.testing.Tenants;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.AlertRaised;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the tests of every route need to know: for each path parameter something of the default organization, for each route
 * that takes a body one that it accepts. A route that is missing here fails those tests; add it.
 */
final class RouteExamples {

    private static final String NAME = "{\"name\":\"intruder\"}";
    private static final String SPEND_LIMIT =
            "{\"threshold_amount\":900000,\"currency\":\"USD\",\"interval\":\"month\"}";
    private static final String SPEND_ALERT = """
            {"threshold_amount":100000,"currency":"USD","interval":"month",
             "notification_channel":{"type":"email","recipients":["intruder@example.com"]}}""";
    private static final String RATE_LIMIT = "{\"model\":\"intruder-$unique\",\"max_requests_per_1_minute\":1}";
    private static final String PROPOSAL = """
            {"note":"routes","prices":[{"provider":"routes","model":"m-$unique","meter":"images","unit_price_pico":1,
              "effective_from":"2026-01-01T00:00:00Z","source":"test"}]}""";
    /** Nothing was used of this provider, and nothing is billed: approving it posts nothing. */
    private static final String BILL = """
            {"data":[{"start_time":0,"results":[{"amount":{"value":0,"currency":"usd"},"line_item":"m"}]}]}""";

    /**
     * By route; {@code $project}, {@code $key}, {@code $account} and {@code $user} become ids of the default organization,
     * {@code $organization} the id of one that uses nothing, {@code $new_organization} of one that nothing was done with, {@code $unique} what was never there before.
     */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /v1/organization/projects", NAME),
            Map.entry("POST /v1/organization/projects/{project}", NAME),
            Map.entry("POST /v1/organization/projects/{project}/archive", ""),
            Map.entry(
                    "POST /v1/organization/projects/{project}/api_keys",
                    "{\"name\":\"intruder\",\"service_account_id\":\"$account\"}"),
            Map.entry("POST /v1/organization/projects/{project}/api_keys/{key}", NAME),
            Map.entry("POST /v1/organization/projects/{project}/api_keys/{key}/rotate", "{\"overlap_seconds\":0}"),
            Map.entry("POST /v1/organization/projects/{project}/service_accounts", NAME),
            Map.entry("POST /v1/organization/projects/{project}/service_accounts/{account}", NAME),
            Map.entry("POST /v1/organization/projects/{project}/service_accounts/{account}/api_keys", NAME),
            Map.entry("POST /v1/organization/projects/{project}/users", "{\"user_id\":\"$user\",\"role\":\"owner\"}"),
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
                    "{\"email\":\"$unique@example.com\",\"name\":\"intruder\",\"role\":\"owner\"}"),
            Map.entry("POST /v1/organization/users/{user}", "{\"role\":\"owner\"}"),
            Map.entry(
                    "POST /v1/organization/admin_api_keys",
                    "{\"name\":\"intruder\",\"role\":\"member\",\"project_id\":\"$project\"}"),
            Map.entry("POST /v1/budgets/{budget}", "{\"limit\":\"2\"}"),
            Map.entry("POST /v1/organization/spend_alerts", SPEND_ALERT),
            Map.entry("POST /v1/organization/spend_alerts/{spend_alert}", SPEND_ALERT),
            Map.entry("POST /v1/organization/projects/{project}/spend_alerts", SPEND_ALERT),
            Map.entry("POST /v1/organization/projects/{project}/spend_alerts/{spend_alert}", SPEND_ALERT),
            Map.entry("POST /v1/ledger/dead-letters/replay", "{\"sources\":[\"nowhere-0@0\"]}"),
            Map.entry("POST /v1/prices/proposals", PROPOSAL),
            Map.entry("POST /v1/prices/imports/litellm", """
                    {"m-$unique":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":2e-06,
                      "output_cost_per_token":8e-06}}"""),
            Map.entry("POST /v1/prices/proposals/{proposal}/approve", "{\"accept_findings\":\"true\"}"),
            Map.entry("POST /v1/prices/proposals/{proposal}/reject", ""),
            Map.entry("POST /v1/prices/proposals/{proposal}/publish", ""),
            Map.entry("POST /v1/prices/markups", """
                    {"organization":"$organization","basis_points":12000,"effective_from":4102444800,"note":"routes"}"""),
            Map.entry("POST /v1/prices/aliases", "{\"provider\":\"routes\",\"alias\":\"a-$unique\",\"model\":\"m\"}"),
            Map.entry("POST /v1/reconciliations", BILL),
            Map.entry("POST /v1/reconciliations/{reconciliation}/approve", ""),
            Map.entry("POST /v1/reconciliations/{reconciliation}/dismiss", ""),
            Map.entry("POST /v1/webhooks", "{\"url\":\"https://intruder.example.com/\"}"),
            Map.entry(
                    "POST /v1/ledger/credits",
                    "{\"organization\":\"$organization\",\"kind\":\"grant\",\"amount_pico\":1,\"note\":\"routes\"}"),
            Map.entry("POST /v1/ledger/prepayments", "{\"organization\":\"$new_organization\"}"),
            Map.entry(
                    "POST /v1/ledger/rerating-runs",
                    "{\"start_time\":0,\"end_time\":1,\"mode\":\"apply\",\"reason\":\"reprice\"}"),
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
            Map.entry("user", () -> addToProject(value("colleague"))),
            Map.entry(
                    "colleague",
                    () -> make(
                            "/v1/organization/users",
                            "{\"email\":\"" + UUID.randomUUID()
                                    + "@example.com\",\"name\":\"private\",\"role\":\"member\"}")),
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
            Map.entry("alert", RouteExamples::raisedAlert),
            Map.entry("prepaid_organization", RouteExamples::prepaidOrganization),
            Map.entry("month", () -> "2026-10"),
            Map.entry("kind", () -> "embeddings"),
            Map.entry("proposal", () -> make("/v1/prices/proposals", unique(PROPOSAL))),
            Map.entry("reconciliation", () -> make("/v1/reconciliations?provider=routes", BILL)),
            Map.entry("attempt", RouteExamples::bookedAttempt));

    /** What a route that is not of a project needs, where the parameter's name is the same. */
    private final Map<String, Supplier<String>> ofOrganization = Map.of(
            "rate_limit", () -> make("/v1/organization/rate_limits", unique(RATE_LIMIT)),
            "spend_alert", () -> make("/v1/organization/spend_alerts", SPEND_ALERT));

    /** What must be so before a route can do what it is for. */
    private final Map<String, Runnable> preparations = Map.of(
            "POST /v1/prices/proposals/{proposal}/publish",
                    () -> Admin.post("/v1/prices/proposals/" + value("proposal") + "/approve", "")
                            .statusCode(200),
            "GET /v1/organization/spend_limit", this::limitTheOrganization,
            "DELETE /v1/organization/spend_limit", this::limitTheOrganization,
            "GET /v1/organization/projects/{project}/spend_limit", this::limitTheProject,
            "DELETE /v1/organization/projects/{project}/spend_limit", this::limitTheProject);

    /** Queries without which a route answers 400. */
    private static final Map<String, String> QUERIES = Map.of(
            "POST /v1/reconciliations", "?provider=routes",
            "GET /v1/organization/costs", "?start_time=0",
            "GET /v1/organization/usage/completions", "?start_time=0",
            "GET /v1/organization/usage/{kind}", "?start_time=0",
            "GET /v1/organization/chargeback", "?month=2026-10",
            "GET /v1/export/focus", "?month=2026-10");

    /** Parameters that name nobody's own. */
    static final Set<String> COMMON = Set.of("month", "kind");

    String path(Routes route) {
        return route.with(parameter -> value(route, parameter)) + QUERIES.getOrDefault(route.name(), "");
    }

    String body(Routes route) {
        if (!route.method().equals("POST") && !route.method().equals("PUT")) {
            return "";
        }
        String body = BODIES.get(route.name());
        if (body == null) {
            throw new AssertionError("no example body for " + route.name() + ": add one to RouteExamples");
        }
        Map<String, Supplier<String>> words = Map.of(
                "$project", () -> value("project"),
                "$key", () -> value("key"),
                "$account", () -> value("account"),
                "$user", () -> value("colleague"),
                "$organization", RouteExamples::organization,
                "$new_organization", RouteExamples::newOrganization);
        for (Map.Entry<String, Supplier<String>> word : words.entrySet()) {
            if (body.contains(word.getKey())) {
                body = body.replace(word.getKey(), word.getValue().get());
            }
        }
        return unique(body);
    }

    /** Makes everything that the route needs, so that only the route itself changes something when it is called. */
    void prepare(Routes route) {
        route.parameters().forEach(parameter -> value(route, parameter));
        preparations.getOrDefault(route.name(), () -> {}).run();
    }

    private String value(Routes route, String parameter) {
        Supplier<String> maker = ofOrganization.get(parameter);
        return maker == null || route.parameters().contains("project")
                ? value(parameter)
                : found.computeIfAbsent("organization's " + parameter, ignored -> maker.get());
    }

    private static String unique(String body) {
        return body.replace("$unique", UUID.randomUUID().toString());
    }

    private static String organization() {
        Tenants.create("of_routes", "sk-admin-of-routes-0123456789abcdef0123456789abcdef");
        return "org_of_routes";
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

    private void limitTheOrganization() {
        Admin.post("/v1/organization/spend_limit", SPEND_LIMIT).statusCode(200);
    }

    private void limitTheProject() {
        Admin.post("/v1/organization/projects/" + value("project") + "/spend_limit", SPEND_LIMIT)
                .statusCode(200);
    }

    private static String bookedAttempt() {
        UsageRecorded event = Usages.at(Instant.now()).event();
        try (Topics topics = new Topics()) {
            topics.send(event);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Database.count("SELECT count(*) FROM usage_event WHERE attempt_id = ?", event.attemptId())
                        == 1);
        return event.attemptId().toString();
    }

    private static String raisedAlert() {
        AlertRaised alert = new AlertRaised(
                Usages.uuid7(Instant.now()),
                "org_default",
                null,
                AlertRaised.Kind.ANOMALY,
                "private",
                Instant.now(),
                null,
                null,
                null,
                null,
                "private");
        String payload = new String(EventJson.write(EventType.ALERT_RAISED, alert), StandardCharsets.UTF_8);
        try {
            Database.execute("INSERT INTO alert VALUES ('" + alert.alertId()
                    + "', 'org_default', 'anomaly', 'private', now(), '" + payload + "')");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return alert.alertId().toString();
    }

    private static String newOrganization() {
        String name = "routes_" + UUID.randomUUID();
        Tenants.create(name, "sk-admin-" + name);
        return "org_" + name;
    }

    private static String prepaidOrganization() {
        String organization = newOrganization();
        Admin.post("/v1/ledger/prepayments", "{\"organization\":\"" + organization + "\"}")
                .statusCode(200);
        return organization;
    }

    private String addToProject(String user) {
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
