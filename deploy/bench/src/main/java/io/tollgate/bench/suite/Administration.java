package io.tollgate.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** What an administrator does with the suite's admin key, through the public edge where it has it. */
final class Administration {
    private final Http http = new Http();
    private final Suite suite;

    Administration(Suite suite) {
        this.suite = suite;
    }

    /** The key of a new project that may spend no more than the limit, ever. */
    String createProject(String name, String limitUsd) throws IOException, InterruptedException {
        URI projects = suite.chat().resolve("/v1/organization/projects");
        String project = create(projects, Map.of("name", name)).path("id").asText();
        create(
                suite.billing().resolve("/v1/budgets"),
                Map.of(
                        "scope", "project",
                        "scope_id", project,
                        "limit", limitUsd,
                        "interval", "lifetime",
                        "time_zone", "UTC",
                        "enforcement", "hard"));
        return create(URI.create(projects + "/" + project + "/service_accounts"), Map.of("name", name))
                .at("/api_key/value")
                .asText();
    }

    private JsonNode create(URI uri, Map<String, ?> body) throws IOException, InterruptedException {
        return Http.json(http.post(uri, suite.adminKey(), body));
    }

    /** A page of the ledger's attempts, in the order of their ids, which is that of their start. */
    JsonNode attemptsAfter(String id, int limit) throws IOException, InterruptedException {
        return Http.json(http.get(
                suite.billing().resolve("/v1/ledger/attempts?limit=" + limit + (id.isEmpty() ? "" : "&after=" + id)),
                suite.adminKey()));
    }
}
