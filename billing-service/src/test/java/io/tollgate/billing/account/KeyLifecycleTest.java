package io.tollgate.billing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.contracts.event.AccessPublished;
import io.tollgate.contracts.event.AccessPublished.Status;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.RateLimit;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class KeyLifecycleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long FAR = Instant.parse("2035-01-01T00:00:00Z").getEpochSecond();

    @Test
    void shouldPublishWhatAKeyMayDo() {
        // Given
        String project = Admin.newProject("scoped");
        String account = newAccount(project).getString("id");

        // When
        String key = Admin.post(keys(project), """
                        {"name":"scoped","service_account_id":"%s","allowed_models":["gpt-4o-mini"],
                         "scopes":["chat","embedding"],"metadata":{"team":"search"},"expires_at":%d}""".formatted(account, FAR))
                .statusCode(200)
                .extract()
                .path("id");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(newest(key))
                        .extracting(AccessPublished::allowedModels, AccessPublished::scopes, AccessPublished::expiresAt)
                        .containsExactly(
                                List.of("gpt-4o-mini"), List.of("chat", "embedding"), Instant.ofEpochSecond(FAR)));
        Admin.get(keys(project) + "/" + key)
                .body("metadata.team", equalTo("search"))
                .body("expires_at", equalTo((int) FAR));
    }

    @Test
    void shouldChangeOnlyWhatIsNamedAndTakeAnExpiryAway() {
        // Given
        String project = Admin.newProject("changed");
        String key = newAccount(project).getString("api_key.id");
        Admin.post(keys(project) + "/" + key, "{\"expires_at\":" + FAR + ",\"allowed_models\":[\"a\"]}")
                .statusCode(200);

        // When
        Admin.post(keys(project) + "/" + key, "{\"name\":\"renamed\",\"expires_at\":null}")
                .statusCode(200);

        // Then
        Admin.get(keys(project) + "/" + key)
                .body("name", equalTo("renamed"))
                .body("expires_at", nullValue())
                .body("allowed_models", equalTo(List.of("a")));
    }

    @Test
    void shouldRotateTheSecretOfTheSameKeyAndAcceptBothDuringTheOverlap() {
        // Given
        String project = Admin.newProject("rotated");
        JsonPath account = newAccount(project);
        String key = account.getString("api_key.id");
        Instant before = Instant.now();

        // When
        JsonPath rotated = Admin.post(keys(project) + "/" + key + "/rotate", "{\"overlap_seconds\":3600}")
                .statusCode(200)
                .body("id", equalTo(key))
                .extract()
                .jsonPath();

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            AccessPublished published = newest(key);
            assertThat(published.keySha256()).isEqualTo(new Secret(rotated.getString("value")).sha256());
            assertThat(Objects.requireNonNull(published.previousSecret()).sha256())
                    .isEqualTo(new Secret(account.getString("api_key.value")).sha256());
            assertThat(published.previousSecret().acceptedUntil())
                    .isBetween(before.plusSeconds(3590), Instant.now().plusSeconds(3600));
        });
    }

    @Test
    void shouldLeaveNoKeyToAServiceAccountThatIsDeletedWhileTheKeyIsMade() throws SQLException {
        // Given: a deletion that waits for the account's first key
        String project = Admin.newProject("deleted meanwhile");
        JsonPath account = newAccount(project);
        String id = account.getString("id");
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            String firstKey = "SELECT FROM api_key WHERE id = '" + account.getString("api_key.id") + "' FOR UPDATE";
            Database.whileLocked(firstKey, () -> {
                answers.add(callers.submit(() ->
                        Admin.delete(accounts(project) + "/" + id).extract().statusCode()));
                await().atMost(PATIENCE).until(() -> waiting() == 1);

                // When
                Future<Integer> creation = callers.submit(
                        () -> Admin.post(keys(project), "{\"name\":\"second\",\"service_account_id\":\"" + id + "\"}")
                                .extract()
                                .statusCode());
                answers.add(creation);
                await().atMost(PATIENCE).until(() -> creation.isDone() || waiting() == 2);
            });
        }

        // Then
        assertThat(answers).extracting(Future::resultNow).containsExactly(200, 404);
        assertThat(Database.count("SELECT count(*) FROM api_key WHERE service_account = ? AND status = 'active'", id))
                .isZero();
    }

    /** Statements that wait for a row. */
    private static long waiting() {
        return Database.count("""
                SELECT count(*) FROM pg_stat_activity
                WHERE wait_event_type = 'Lock' AND wait_event <> 'advisory' AND datname = current_database()""");
    }

    @Test
    void shouldRefuseEveryKeyOfAnArchivedProject() {
        // Given
        String project = Admin.newProject("archived");
        String key = newAccount(project).getString("api_key.id");

        // When
        Admin.post("/v1/organization/projects/" + project + "/archive", "{}")
                .statusCode(200)
                .body("status", equalTo("archived"));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(newest(key).status()).isEqualTo(Status.REVOKED));
        Admin.post(accounts(project), "{\"name\":\"too late\"}").statusCode(409);
        Admin.get("/v1/organization/projects").body("data.id", not(hasItem(project)));
    }

    @Test
    void shouldRevokeTheKeysOfADeletedServiceAccount() {
        // Given
        String project = Admin.newProject("deleted account");
        JsonPath account = newAccount(project);

        // When
        Admin.delete(accounts(project) + "/" + account.getString("id")).statusCode(200);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(newest(account.getString("api_key.id")).status())
                                .isEqualTo(Status.REVOKED));
        Admin.get(accounts(project) + "/" + account.getString("id")).statusCode(404);
    }

    @Test
    void shouldPublishTheLimitsOfAKeyItsProjectAndItsEndUsers() {
        // Given
        String project = Admin.newProject("limited");
        String key = newAccount(project).getString("api_key.id");
        String limits = "/v1/organization/projects/" + project + "/rate_limits";

        // When
        String limit = Admin.post(limits, "{\"model\":\"gpt-4o-mini\",\"max_requests_per_1_minute\":600}")
                .statusCode(200)
                .body("object", equalTo("project.rate_limit"))
                .extract()
                .path("id");
        Admin.post(
                        limits,
                        "{\"scope\":\"key\",\"api_key_id\":\"" + key
                                + "\",\"model\":\"*\",\"max_concurrent_requests\":3}")
                .statusCode(200);
        Admin.post(limits, "{\"scope\":\"end_user\",\"model\":\"*\",\"max_tokens_per_1_minute\":1000}")
                .statusCode(200);
        Admin.post(limits + "/" + limit, "{\"max_requests_per_1_minute\":500}").statusCode(200);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(newest(key).limits())
                        .extracting(RateLimit::scope, RateLimit::model, RateLimit::kind, RateLimit::limit)
                        .containsExactlyInAnyOrder(
                                tuple(RateLimit.Scope.PROJECT, "gpt-4o-mini", RateLimit.Kind.REQUESTS_PER_MINUTE, 500L),
                                tuple(RateLimit.Scope.KEY, null, RateLimit.Kind.CONCURRENT_REQUESTS, 3L),
                                tuple(RateLimit.Scope.END_USER, null, RateLimit.Kind.TOKENS_PER_MINUTE, 1000L)));
        Admin.post(limits, "{\"model\":\"gpt-4o-mini\",\"max_requests_per_1_minute\":1}")
                .statusCode(409);
        Admin.delete(limits + "/" + limit).statusCode(200);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(newest(key).limits()).hasSize(2));
    }

    @Test
    void shouldReportEveryProblemOfAKeyAtOnce() {
        // Given
        String body = """
                {"name":"","scopes":["fly"],"allowed_models":"all","metadata":{"a":1},"expires_at":5,"colour":"red"}""";

        // When
        String message =
                Admin.post(keys("proj_default"), body).statusCode(400).extract().path("error.message");

        // Then
        assertThat(message)
                .contains("'name'", "'scopes'", "'allowed_models'", "'metadata'", "'expires_at'", "'colour'");
    }

    @Test
    void shouldPageThroughKeys() {
        // Given
        String project = Admin.newProject("paged");
        String account = newAccount(project).getString("id");
        for (int more = 0; more < 4; more++) {
            Admin.post(accounts(project) + "/" + account + "/api_keys", "{\"name\":\"more\"}")
                    .statusCode(200);
        }

        // When
        JsonPath first =
                Admin.get(keys(project) + "?limit=3").statusCode(200).extract().jsonPath();
        JsonPath second = Admin.get(keys(project) + "?limit=3&after=" + first.getString("last_id"))
                .extract()
                .jsonPath();

        // Then
        assertThat(first.getBoolean("has_more")).isTrue();
        assertThat(second.getBoolean("has_more")).isFalse();
        assertThat(first.getList("data.id")).hasSize(3).doesNotContainAnyElementsOf(second.getList("data.id"));
        assertThat(second.getList("data.id")).hasSize(2);
        assertThat(second.getString("first_id")).isEqualTo(second.getString("data[0].id"));
    }

    private static AccessPublished newest(String key) {
        return Topics.read(EventType.ACCESS_PUBLISHED).stream()
                .filter(published -> published.keyId().equals(key))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new AssertionError("key " + key + " was not published"));
    }

    private static JsonPath newAccount(String project) {
        return Admin.post(accounts(project), "{\"name\":\"an account\"}")
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String accounts(String project) {
        return "/v1/organization/projects/" + project + "/service_accounts";
    }

    private static String keys(String project) {
        return "/v1/organization/projects/" + project + "/api_keys";
    }
}
