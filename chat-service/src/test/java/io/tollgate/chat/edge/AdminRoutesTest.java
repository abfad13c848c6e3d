package io.tollgate.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What operators see of the routes, and where. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class AdminRoutesTest extends RunningGateway {

    @TestHTTPResource(value = "/health/ready", management = true)
    URI readiness;

    @Test
    void shouldShowTheVersionInForceOnTheManagementPortWithoutSecrets() {
        // When
        HttpResponse<String> answer = tenant.send(
                HttpRequest.newBuilder(readiness.resolve("/admin/routes")).build());

        // Then
        JsonObject report = new JsonObject(answer.body());
        assertThat(report.getString("version")).hasSize(12);
        assertThat(report.getBoolean("degraded")).isFalse();
        assertThat(report.getJsonArray("models").stream())
                .anyMatch(model -> ((JsonObject) model).getString("name").equals("small"));
        assertThat(answer.body()).doesNotContain("sk-simulated", "SIMULATOR_API_KEY");
    }

    @Test
    void shouldNotShowThemToThePublic() {
        assertThat(tenant.send(tenant.request("/admin/routes").GET().build()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldTellTheVersionWithItsReadiness() {
        // When
        HttpResponse<String> answer =
                tenant.send(HttpRequest.newBuilder(readiness).build());

        // Then
        assertThat(answer.body()).contains("\"routes\"", "\"state\": \"in force\"");
    }
}
