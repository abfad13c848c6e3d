package io.tollgate.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.UsageRecorded;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class DeadLetterReplayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldBillALetterOnceItsReasonIsGoneAndItWasReplayed() throws SQLException {
        // Given: usage of an organization that does not exist yet
        UsageRecorded event =
                Usages.at(Instant.now()).organization("org_to_come").event();
        try (Topics topics = new Topics()) {
            topics.send(event);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(letters()).hasSize(1));
        String source = letters().getFirst();
        Database.execute("INSERT INTO organization (id, name, created_at) VALUES ('org_to_come', 'To come', now())");

        // When
        Admin.post("/v1/ledger/dead-letters/replay", "{\"sources\":[\"" + source + "\",\"nowhere-0@0\"]}")
                .statusCode(200)
                .body("sent", equalTo(1));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Database.count(
                                "SELECT count(*) FROM usage_event WHERE attempt_id = ?", event.attemptId()))
                        .isEqualTo(1));
        assertThat(letters()).containsExactly(source);
        Admin.post("/v1/ledger/dead-letters/replay", "{\"sources\":[]}").statusCode(400);
    }

    private static List<String> letters() {
        return Admin.get("/v1/ledger/dead-letters?reason=unknown_organization&limit=100")
                .statusCode(200)
                .extract()
                .path("data.findAll { it.key == 'org_to_come' }.source");
    }
}
