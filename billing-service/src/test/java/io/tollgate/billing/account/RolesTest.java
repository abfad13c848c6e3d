package io.tollgate.billing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class RolesTest {

    @Test
    void shouldTakeAKeysPowerWithItsUsersRole() {
        // Given
        String user = user("owner", "demoted@example.com");
        String key = adminKey("{\"name\":\"hers\",\"role\":\"owner\",\"user_id\":\"" + user + "\"}");
        post(key, "/v1/organization/projects", "{\"name\":\"before\"}", 200);

        // When
        Admin.post("/v1/organization/users/" + user, "{\"role\":\"reader\"}").statusCode(200);

        // Then
        post(key, "/v1/organization/projects", "{\"name\":\"after\"}", 403);
        Admin.with(key).get("/v1/organization/projects").then().statusCode(200);
    }

    @Test
    void shouldNotKnowTheKeyOfARemovedUser() {
        // Given
        String user = user("owner", "removed@example.com");
        String key = adminKey("{\"name\":\"his\",\"user_id\":\"" + user + "\"}");

        // When
        Admin.delete("/v1/organization/users/" + user).statusCode(200);

        // Then
        Admin.with(key).get("/v1/organization/projects").then().statusCode(401);
        Admin.get("/v1/organization/users/" + user).statusCode(404);
    }

    @Test
    void shouldNotKnowARevokedOrExpiredAdminKey() {
        // Given
        String id = Admin.post("/v1/organization/admin_api_keys", "{\"name\":\"x\",\"expires_in_seconds\":3600}")
                .extract()
                .path("id");
        String key = adminKey("{\"name\":\"revoked\"}");
        String revoked = Admin.get("/v1/organization/admin_api_keys?order=desc&limit=1")
                .extract()
                .path("data[0].id");

        // When
        Admin.delete("/v1/organization/admin_api_keys/" + revoked).statusCode(200);

        // Then
        Admin.with(key).get("/v1/organization/projects").then().statusCode(401);
        Admin.get("/v1/organization/admin_api_keys/" + id).statusCode(200);
        Admin.get("/v1/organization/admin_api_keys/" + revoked).statusCode(404);
    }

    @Test
    void shouldLetAMemberHaveKeysOfItsOwnOnly() {
        // Given
        String project = Admin.newProject("with members");
        String user = user("member", "member@example.com");
        Admin.post(
                        "/v1/organization/projects/" + project + "/users",
                        "{\"user_id\":\"" + user + "\",\"role\":\"member\"}")
                .statusCode(200);
        String member = adminKey(
                "{\"name\":\"m\",\"role\":\"member\",\"project_id\":\"" + project + "\",\"user_id\":\"" + user + "\"}");
        String foreign = Admin.post(
                        "/v1/organization/projects/" + project + "/service_accounts", "{\"name\":\"foreign\"}")
                .extract()
                .path("api_key.id");
        String keys = "/v1/organization/projects/" + project + "/api_keys";

        // When
        String own = Admin.with(member)
                .body("{\"name\":\"mine\"}")
                .post(keys)
                .then()
                .statusCode(200)
                .extract()
                .path("id");

        // Then
        Admin.get(keys + "/" + own).body("owner.user.id", equalTo(user));
        post(member, keys + "/" + own + "/rotate", "{\"overlap_seconds\":0}", 200);
        post(member, keys + "/" + foreign + "/rotate", "{\"overlap_seconds\":0}", 403);
        Admin.with(member).delete(keys + "/" + foreign).then().statusCode(403);
        post(member, "/v1/organization/projects/" + project + "/service_accounts", "{\"name\":\"x\"}", 403);
        Admin.with(member).get(keys).then().statusCode(200);
    }

    @Test
    void shouldLetAProjectAdministratorRunTheProjectButNotWhatBoundsIt() {
        // Given
        String project = Admin.newProject("administrated");
        String path = "/v1/organization/projects/" + project;
        String admin = adminKey("{\"name\":\"a\",\"role\":\"project_admin\",\"project_id\":\"" + project + "\"}");

        // When
        post(admin, path + "/service_accounts", "{\"name\":\"backend\"}", 200);

        // Then
        post(admin, path, "{\"name\":\"renamed\"}", 200);
        post(admin, path + "/archive", "{}", 403);
        post(admin, path + "/rate_limits", "{\"model\":\"*\",\"max_requests_per_1_minute\":1}", 403);
        post(admin, path + "/spend_limit", "{\"threshold_amount\":1,\"currency\":\"USD\",\"interval\":\"month\"}", 403);
        post(admin, "/v1/organization/admin_api_keys", "{\"name\":\"more power\"}", 403);
    }

    @Test
    void shouldNotGiveAnAddressToTwoUsers() {
        // Given
        String user = user("reader", "Twice@example.com");

        // When
        String message = Admin.post(
                        "/v1/organization/users",
                        "{\"email\":\"twice@example.com\",\"name\":\"second\",\"role\":\"reader\"}")
                .statusCode(409)
                .extract()
                .path("error.message");

        // Then
        assertThat(message).contains(user);
    }

    private static void post(String key, String path, String body, int status) {
        Admin.with(key).body(body).post(path).then().statusCode(status);
    }

    private static String user(String role, String email) {
        return Admin.post(
                        "/v1/organization/users",
                        "{\"email\":\"" + email + "\",\"name\":\"somebody\",\"role\":\"" + role + "\"}")
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static String adminKey(String body) {
        return Admin.post("/v1/organization/admin_api_keys", body)
                .statusCode(200)
                .extract()
                .path("value");
    }
}
