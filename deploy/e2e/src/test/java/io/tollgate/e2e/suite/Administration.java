package io.tollgate.e2e.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an administrator does with the suite's admin key. */
public final class Administration {

    /**
     * A project with a key of its own.
     *
     * @param key the secret
     */
    public record Project(String id, String key) {}

    private final Http http = new Http();
    private final Suite suite;

    public Administration(Suite suite) {
        this.suite = suite;
    }

    /** Through the public edge, as an administrator's tool would. */
    public Project createProject(String name) {
        URI projects = suite.chat().resolve("/v1/organization/projects");
        String id = http.json("POST", projects, suite.adminKey(), Map.of("name", name))
                .path("id")
                .asText();
        JsonNode account = http.json(
                "POST", URI.create(projects + "/" + id + "/service_accounts"), suite.adminKey(), Map.of("name", name));
        return new Project(id, account.at("/api_key/value").asText());
    }

    /** A hard lifetime budget of a project. */
    public String createBudget(Project project, BigDecimal limitUsd) {
        return http.json(
                        "POST",
                        suite.billing().resolve("/v1/budgets"),
                        suite.adminKey(),
                        Map.of(
                                "scope", "project",
                                "scope_id", project.id(),
                                "limit", limitUsd.toPlainString(),
                                "interval", "lifetime",
                                "time_zone", "UTC",
                                "enforcement", "hard"))
                .path("id")
                .asText();
    }

    public JsonNode budget(String id) {
        return get(suite.billing().resolve("/v1/budgets/" + id));
    }

    public JsonNode trialBalance() {
        return get(suite.billing().resolve("/v1/ledger/trial-balance"));
    }

    /** Every attempt in the ledger, in order. */
    public List<JsonNode> attempts() {
        List<JsonNode> attempts = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = get(suite.billing().resolve("/v1/ledger/attempts?limit=1000" + after));
            page.path("data").forEach(attempts::add);
            if (!page.path("has_more").asBoolean()) {
                return attempts;
            }
            after = "&after=" + page.path("last_id").asText();
        }
    }

    public List<JsonNode> attempts(Project project) {
        return attempts().stream()
                .filter(attempt -> attempt.path("project_id").asText().equals(project.id()))
                .toList();
    }

    public JsonNode get(URI uri) {
        return http.json("GET", uri, suite.adminKey(), null);
    }
}
