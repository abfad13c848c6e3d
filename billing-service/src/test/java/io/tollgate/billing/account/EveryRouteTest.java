package io.tollgate.billing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Routes;
import io.tollgate.billing.testing.Tenants;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold for every route there is. A route that RouteExamples does not know fails here. */
@QuarkusTest
@TestProfile(BillingProfile.class)
class EveryRouteTest {

    private static final List<Routes> ROUTES = Routes.all();

    private final RouteExamples examples = new RouteExamples();

    @BeforeEach
    void createTheOtherOrganization() {
        Tenants.createOther();
    }

    @Test
    void shouldAskForAnAdminKeyOnEveryRoute() {
        // Given
        assertThat(ROUTES).hasSizeGreaterThan(40);

        // When, Then
        assertSoftly(softly -> {
            for (Routes route : ROUTES) {
                softly.assertThat(send(route, io.restassured.RestAssured.given().contentType("application/json"))
                                .statusCode())
                        .as("%s without a key", route.name())
                        .isEqualTo(401);
                softly.assertThat(
                                send(route, Admin.with(BillingProfile.DEMO_KEY)).statusCode())
                        .as("%s with a project's key", route.name())
                        .isEqualTo(401);
            }
        });
    }

    @Test
    void shouldShowAndChangeNothingOfAnotherOrganizationOnEveryRoute() {
        // Given
        prepare();
        Map<String, String> ids = new HashMap<>(examples.values());
        ids.keySet().removeAll(RouteExamples.COMMON);
        String before = stateOfTheDefaultOrganization();

        // When, Then
        assertSoftly(softly -> {
            for (Routes route : ROUTES) {
                Response answer = send(route, Admin.with(Tenants.OTHER_ADMIN_KEY));
                String body = answer.asString();
                if (!RouteExamples.COMMON.containsAll(route.parameters())) {
                    softly.assertThat(answer.statusCode())
                            .as("%s with ids of another organization: %s", route.name(), body)
                            .isEqualTo(404);
                } else {
                    softly.assertThat(answer.statusCode())
                            .as("%s: %s", route.name(), body)
                            .isIn(200, 403, 404);
                    ids.forEach((parameter, id) -> softly.assertThat(answer.statusCode() == 200 ? body : "")
                            .as("%s shows the other organization's %s", route.name(), parameter)
                            .doesNotContain(id));
                }
            }
        });
        assertThat(stateOfTheDefaultOrganization()).isEqualTo(before);
    }

    @Test
    void shouldLetAReaderReadEverythingAndChangeNothingOnEveryRoute() {
        // Given
        String reader = adminKey("{\"name\":\"reader\",\"role\":\"reader\"}");
        prepare();
        String before = stateOfTheDefaultOrganization();

        // When, Then
        assertSoftly(softly -> {
            for (Routes route : ROUTES) {
                softly.assertThat(send(route, Admin.with(reader)).statusCode() == 403)
                        .as("%s is refused to a reader", route.name())
                        .isEqualTo(route.changes());
            }
        });
        assertThat(stateOfTheDefaultOrganization()).isEqualTo(before);
    }

    @Test
    void shouldKeepTheRolesOfAProjectInTheirProjectOnEveryRoute() {
        // Given: a project of the same organization, of which the examples are not
        String project = Admin.newProject("of its own");
        String admin = adminKey("{\"name\":\"a\",\"role\":\"project_admin\",\"project_id\":\"" + project + "\"}");
        String member = adminKey("{\"name\":\"m\",\"role\":\"member\",\"project_id\":\"" + project + "\"}");
        prepare();
        String before = stateOfTheDefaultOrganization();

        // When, Then
        assertSoftly(softly -> {
            for (Routes route : ROUTES) {
                for (String key : List.of(admin, member)) {
                    Response answer = send(route, Admin.with(key));
                    if (route.is(ForEveryone.class)) {
                        softly.assertThat(answer.asString())
                                .as(route.name())
                                .contains(project)
                                .doesNotContain(examples.value("project"));
                    } else {
                        softly.assertThat(answer.statusCode()).as(route.name()).isEqualTo(403);
                    }
                }
            }
        });
        assertThat(stateOfTheDefaultOrganization()).isEqualTo(before);
    }

    @Test
    void shouldRecordEveryChangeWithWhoMadeItOnEveryRoute() {
        assertSoftly(softly -> {
            for (Routes route : ROUTES) {
                // Given: everything the route needs, new for each
                RouteExamples fresh = new RouteExamples();
                fresh.prepare(route);
                String body = fresh.body(route);
                String path = fresh.path(route);
                long before = recorded();

                // When
                RequestSpecification request =
                        body.isEmpty() ? Admin.request() : Admin.request().body(body);
                Response answer = request.request(route.method(), path);

                // Then
                // A route that refuses its own organization, too, would prove nothing in the other tests.
                softly.assertThat(answer.statusCode())
                        .as("%s %s: %s", route.name(), body, answer.asString())
                        .isEqualTo(200);
                if (route.changes()) {
                    softly.assertThat(recorded())
                            .as("records of %s", route.name())
                            .isGreaterThan(before);
                } else {
                    softly.assertThat(recorded())
                            .as("records of %s, which only reads", route.name())
                            .isEqualTo(before);
                }
            }
        });
        Admin.delete("/v1/organization/spend_limit").statusCode(200);
        Admin.get("/v1/organization/audit_logs/verification").statusCode(200).body("valid", equalTo(true));
    }

    /** Limits of the whole organization would be every other test's as well. */
    @AfterEach
    void takeLimitsAway() {
        List<String> limits = Admin.get("/v1/organization/rate_limits?limit=100")
                .statusCode(200)
                .extract()
                .path("data.findAll { it.model.startsWith('intruder-') }.id");
        limits.forEach(
                limit -> Admin.delete("/v1/organization/rate_limits/" + limit).statusCode(200));
    }

    /** Records that name who {@link Admin} is and its key, and say what was there before or after. */
    private static long recorded() {
        return Database.count("""
                SELECT count(*) FROM audit_record WHERE organization = 'org_default'
                    AND actor_type = 'service_account' AND actor_id = 'svc_acct_default' AND actor_key IS NOT NULL
                    AND coalesce(before, after) IS NOT NULL""");
    }

    /** Everything that any route's example names is made now: made later it would be a change, too. */
    private void prepare() {
        for (Routes route : ROUTES) {
            examples.path(route);
            if (route.changes()) {
                examples.body(route);
            }
        }
    }

    private Response send(Routes route, RequestSpecification request) {
        String body = examples.body(route);
        RequestSpecification prepared = body.isEmpty() ? request : request.body(body);
        return prepared.request(route.method(), examples.path(route));
    }

    private static String adminKey(String body) {
        return Admin.post("/v1/organization/admin_api_keys", body)
                .statusCode(200)
                .extract()
                .path("value");
    }

    /** Every change is in the trail, and the trail's head is a hash over all of it. */
    private static String stateOfTheDefaultOrganization() {
        return Database.ask("SELECT hash FROM audit_head WHERE organization = 'org_default'");
    }
}
