package io.tollgate.billing.failure;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(BillingProfile.class)
class RefusalTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1/organization/projects/%00",
                "v1/organization/projects/proj_default/api_keys/key%00",
                "v1/organization/projects/%00/service_accounts",
                "v1/organization/projects/%00/spend_limit",
                "v1/budgets/a%00b"
            })
    void shouldNotFindAnIdWithNul(String path) {
        // When
        var answer = Admin.request().urlEncodingEnabled(false).get("/" + path).then();

        // Then
        answer.statusCode(404).body("error.code", equalTo("not_found"));
    }

    @Test
    void shouldRefuseABodyAboveTheLimitInTheErrorEnvelope() {
        // Given
        String body = "{\"name\":\"" + "x".repeat(70_000) + "\"}";

        // When
        var answer = Admin.post("/v1/organization/projects", body);

        // Then
        answer.statusCode(413)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.code", equalTo("request_too_large"))
                .body("error.param", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"a\"} {}", "{\"name\":\"a\"}]", "{\"name\":\"a\",\"name\":\"b\"}"})
    void shouldRefuseABodyThatIsMoreThanOneObjectOrNamesAFieldTwice(String body) {
        // When
        var answer = Admin.post("/v1/organization/projects", body);

        // Then
        answer.statusCode(400).body("error.message", containsString("not valid JSON"));
    }

    @Test
    void shouldRefuseAReportThatWouldHaveTooManyRows() throws SQLException {
        // Given: one key more than there may be rows, in an hour long ago
        Database.execute("INSERT INTO usage_series (organization, project, key, end_user, provider, model, operation,"
                + " service_tier) SELECT 'org_default', 'proj_too_many_rows', 'key_' || number, '', 'simulator',"
                + " 'gpt-4o-mini', 'chat', 'default' FROM generate_series(1, 10001) AS number");
        Database.execute("INSERT INTO usage_hour_sum (organization, bucket, series, output_text, output_text_cost,"
                + " output_text_charge) SELECT organization, '2001-01-01T00:00:00Z', id, 1, 1, 1 FROM usage_series"
                + " WHERE project = 'proj_too_many_rows'");
        Database.execute("INSERT INTO usage_day_sum (organization, bucket, project, provider, model, operation,"
                + " service_tier, output_text, output_text_cost, output_text_charge) VALUES ('org_default',"
                + " '2001-01-01T00:00:00Z', 'proj_too_many_rows', 'simulator', 'gpt-4o-mini', 'chat', 'default', 10001,"
                + " 10001, 10001)");
        String report = "/v1/organization/costs?start_time=978307200&end_time=978393600&group_by=";

        // When
        var tooMany = Admin.get(report + "api_key_id");
        var few = Admin.get(report + "project_id");

        // Then
        Database.execute("DELETE FROM usage_hour_sum WHERE bucket = '2001-01-01T00:00:00Z'");
        Database.execute("DELETE FROM usage_day_sum WHERE bucket = '2001-01-01T00:00:00Z'");
        Database.execute("DELETE FROM usage_series WHERE project = 'proj_too_many_rows'");
        tooMany.statusCode(400).body("error.message", containsString("more than 10000 rows"));
        few.statusCode(200).body("data[0].results[0].project_id", equalTo("proj_too_many_rows"));
    }
}
