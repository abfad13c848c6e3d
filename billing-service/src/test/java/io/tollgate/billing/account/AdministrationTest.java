package io.tollgate.billing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class AdministrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void shouldPublishABootstrapKeyWithoutItsSecret() {
        // Given
        String hash = new Secret(BillingProfile.DEMO_KEY).sha256();

        // When
        List<AccessPublished> published = Topics.read(EventType.ACCESS_PUBLISHED);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Topics.read(EventType.ACCESS_PUBLISHED))
                        .anyMatch(key -> key.keySha256().equals(hash)
                                && key.status() == Status.ACTIVE
                                && key.project().equals("proj_default")));
        assertThat(published.toString()).doesNotContain(BillingProfile.DEMO_KEY);
    }

    @Test
    void shouldShowANewKeyOnceAndStoreItsHashOnly() {
        // Given
        String project = Admin.newProject("keys");

        // When
        JsonPath account = Admin.post(accounts(project), "{\"name\":\"Production App\"}")
                .statusCode(200)
                .body("object", equalTo("organization.project.service_account"))
                .body("role", equalTo("member"))
                .body("api_key.object", equalTo("organization.project.service_account.api_key"))
                .body("api_key.value", startsWith("sk-tg-"))
                .extract()
                .jsonPath();

        // Then
        String secret = account.getString("api_key.value");
        String key = account.getString("api_key.id");
        Admin.get(keys(project) + "/" + key)
                .statusCode(200)
                .body("object", equalTo("organization.project.api_key"))
                .body("owner.service_account.id", equalTo(account.getString("id")))
                .body("last_used_at", nullValue())
                .body(not(containsString(secret)));
        Admin.get(keys(project)).statusCode(200).body("data.id", hasItem(key)).body("has_more", equalTo(false));
        Admin.get(accounts(project)).statusCode(200).body("data.id", hasItem(account.getString("id")));
        assertThat(Database.ask("SELECT sha256 FROM api_key WHERE id = ?", key)).isEqualTo(new Secret(secret).sha256());
    }

    @Test
    void shouldRevokeAKeyOnTheAccessTopic() {
        // Given
        String project = Admin.newProject("revocation");
        String key = Admin.post(accounts(project), "{\"name\":\"gone soon\"}")
                .extract()
                .path("api_key.id");

        // When
        Admin.delete(keys(project) + "/" + key).statusCode(200).body("deleted", equalTo(true));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Topics.read(EventType.ACCESS_PUBLISHED))
                        .filteredOn(published -> published.keyId().equals(key))
                        .extracting(AccessPublished::version, AccessPublished::status)
                        .containsExactly(tuple(1L, Status.ACTIVE), tuple(2L, Status.REVOKED)));
        Admin.get(keys(project) + "/" + key).body("owner_project_access", equalTo("inactive"));
    }

    @Test
    void shouldReportEveryProblemOfARequestAtOnce() {
        // Given
        String body = """
                {"scope":"galaxy","limit":"a lot","interval":"fortnight","time_zone":"Mars/Olympus","colour":"red"}""";

        // When
        String message = Admin.post("/v1/budgets", body)
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", nullValue())
                .extract()
                .path("error.message");

        // Then
        assertThat(message).contains("'scope'", "'limit'", "'interval'", "'time_zone'", "'colour'");
    }

    @Test
    void shouldAnswerUnknownPathsAndMinutesInTheEnvelope() {
        // Given
        String usage = "/v1/organization/usage/completions?start_time=1&bucket_width=1m";

        // When
        String message = Admin.get(usage).statusCode(400).extract().path("error.message");

        // Then
        assertThat(message).contains("1m").contains("hour");
        Admin.get("/v1/nothing/here")
                .statusCode(404)
                .body("error.code", nullValue())
                .body("error", allOf(not(nullValue())));
    }

    private static String accounts(String project) {
        return "/v1/organization/projects/" + project + "/service_accounts";
    }

    private static String keys(String project) {
        return "/v1/organization/projects/" + project + "/api_keys";
    }
}
