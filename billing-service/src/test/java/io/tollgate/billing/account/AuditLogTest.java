package io.tollgate.billing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Tenants;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class AuditLogTest {

    private static final String VERIFICATION = "/v1/organization/audit_logs/verification";

    @Test
    void shouldTellWhoChangedWhatFromWhatToWhat() {
        // Given
        String project = Admin.newProject("first name");

        // When
        Admin.post("/v1/organization/projects/" + project, "{\"name\":\"second name\"}")
                .statusCode(200);

        // Then
        Admin.get("/v1/organization/audit_logs?resource_ids[]=" + project)
                .statusCode(200)
                .body("data.type", contains("project.updated", "project.created"))
                .body("data[0].'project.updated'.before.name", equalTo("first name"))
                .body("data[0].'project.updated'.after.name", equalTo("second name"))
                .body("data[1].'project.created'.before", nullValue())
                .body("data[0].actor.type", equalTo("api_key"))
                .body("data[0].actor.api_key.service_account.id", equalTo("svc_acct_default"))
                .body("data[0].project.id", equalTo(project));
    }

    @Test
    void shouldFilterAndPageInBothDirections() {
        // Given
        String project = Admin.newProject("paged trail");
        for (int change = 1; change <= 5; change++) {
            Admin.post("/v1/organization/projects/" + project, "{\"name\":\"name " + change + "\"}")
                    .statusCode(200);
        }
        String logs = "/v1/organization/audit_logs?limit=2&event_types[]=project.updated&project_ids[]=" + project;

        // When
        JsonPath first = json(Admin.get(logs));
        JsonPath second = json(Admin.get(logs + "&after=" + first.getString("last_id")));
        JsonPath back = json(Admin.get(logs + "&before=" + second.getString("first_id")));

        // Then
        assertThat(first.getList("data.'project.updated'.after.name")).isEqualTo(List.of("name 5", "name 4"));
        assertThat(second.getList("data.'project.updated'.after.name")).isEqualTo(List.of("name 3", "name 2"));
        assertThat(back.getList("data.id")).isEqualTo(first.getList("data.id"));
        assertThat(first.getBoolean("has_more")).isTrue();
        Admin.get("/v1/organization/audit_logs?actor_ids[]=nobody").body("data.size()", equalTo(0));
        Admin.get("/v1/organization/audit_logs?effective_at[lt]=1").body("data.size()", equalTo(0));
    }

    @Test
    void shouldHoldNoSecret() {
        // Given
        String project = Admin.newProject("secrets");
        JsonPath account = json(
                Admin.post("/v1/organization/projects/" + project + "/service_accounts", "{\"name\":\"with a key\"}"));
        String secret = account.getString("api_key.value");

        // When
        String admin = Admin.post("/v1/organization/admin_api_keys", "{\"name\":\"" + secret + "\"}")
                .extract()
                .path("value");

        // Then
        for (String value : List.of(secret, admin)) {
            assertThat(Database.count(
                            "SELECT count(*) FROM audit_record WHERE coalesce(before, '') || coalesce(after, '') LIKE ?",
                            "%" + value + "%"))
                    .isZero();
        }
    }

    @Test
    void shouldVerifyTheChainOfTheWholeInstallation() {
        // Given
        Admin.newProject("verified");

        // When
        ValidatableResponse verification = Admin.get(VERIFICATION);

        // Then
        verification.statusCode(200).body("valid", equalTo(true)).body("days.valid", everyItem(equalTo(true)));
        assertThat(json(verification).getString("days[-1].head"))
                .isEqualTo(Database.ask("SELECT hash FROM audit_head WHERE organization = 'org_default'"));
    }

    @Test
    void shouldNoticeARecordThatWasChangedOrTakenOut() throws SQLException {
        // Given
        String admin = "sk-admin-tampered-0123456789abcdef0123456789abcdef";
        Tenants.create("tampered", admin);
        for (String name : List.of("one", "two", "three")) {
            Admin.with(admin).body("{\"name\":\"" + name + "\"}").post("/v1/organization/projects");
        }
        Admin.with(admin).get(VERIFICATION).then().body("valid", equalTo(true));

        // When
        tamper(
                "UPDATE audit_record SET actor_id = 'somebody else' WHERE organization = 'org_tampered' AND position = 2");

        // Then
        Admin.with(admin).get(VERIFICATION).then().body("valid", equalTo(false));
        tamper("DELETE FROM audit_record WHERE organization = 'org_tampered' AND position = 2");
        assertThat(json(Admin.with(admin).get(VERIFICATION).then()).getString("days[0].problem"))
                .contains("record 2 is missing");
    }

    /** As somebody with all rights on the database could, past the triggers that forbid it. */
    private static void tamper(String sql) throws SQLException {
        Database.execute("SET session_replication_role = replica; " + sql);
    }

    private static JsonPath json(ValidatableResponse response) {
        return response.statusCode(200).extract().jsonPath();
    }
}
