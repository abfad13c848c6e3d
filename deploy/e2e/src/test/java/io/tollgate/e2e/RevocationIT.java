package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Http;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From billing-service's answer to a revocation to the first call that chat-service refuses because of it. */
@ExtendWith(SuiteExtension.class)
class RevocationIT {

    private static final int REVOCATIONS = 5;
    private static final Duration PROMISED = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Suite suite;
    private final Http http = new Http();

    RevocationIT(Suite suite) {
        this.suite = suite;
    }

    @Test
    void shouldRefuseARevokedKeyWithinASecondAndExportHowLongItTook() throws IOException {
        // Given
        String project = new Administration(suite).createProject("revoked").id();
        List<Duration> taken = new ArrayList<>();

        // When
        for (int revocation = 0; revocation < REVOCATIONS; revocation++) {
            taken.add(revoke(project));
        }

        // Then: the middle one, because the machine may do something else for a moment
        assertThat(taken.stream().sorted().toList().get(REVOCATIONS / 2))
                .as("revocations took %s", taken)
                .isLessThan(PROMISED);
        assertThat(Suite.metrics(suite.chat()))
                .anyMatch(line -> line.startsWith("chat_topic_apply_lag_seconds_bucket")
                        && line.contains("topic=\"tollgate.access.v1\"")
                        && line.contains("le=\"1.0\""));
        assertThat(Suite.metrics(suite.billing()))
                .anyMatch(line -> line.startsWith("billing_outbox_lag_seconds_bucket")
                        && line.contains("topic=\"tollgate.access.v1\""));
    }

    private Duration revoke(String project) throws IOException {
        URI path = suite.billing().resolve("/v1/organization/projects/" + project);
        JsonNode key = http.json(
                        "POST", URI.create(path + "/service_accounts"), suite.adminKey(), Map.of("name", "revoked"))
                .path("api_key");
        String secret = key.path("value").asText();
        await().atMost(PATIENCE).until(() -> status(secret) == 200);
        http.json("DELETE", URI.create(path + "/api_keys/" + key.path("id").asText()), suite.adminKey(), null);
        long since = System.nanoTime();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> status(secret) == 401);
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private int status(String secret) throws IOException {
        return http.send("GET", suite.chat().resolve("/v1/models"), secret, null, Map.of())
                .statusCode();
    }
}
