package io.tollgate.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.event.EventType;
import io.tollgate.local.testing.EmbeddedServers;
import io.tollgate.moderation.content.ContentTestSettings;
import io.tollgate.moderation.policy.BillingFake;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What was found in stored chats, before the people who decide about it. */
@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedServers.class,
        initArgs = @ResourceArg(name = "servers", value = "kafka,postgresql,simulator"))
@QuarkusTestResource(BillingFake.class)
@QuarkusTestResource(ContentTestSettings.class)
class ReviewsComponentTest extends ReviewedChats {

    @Test
    void shouldPutAFindingBeforeReviewersWithItsVerdictAndRecordWhoLooked() {
        // Given
        UUID request = newRequest();
        String item = reviewed("ra", request);

        // When
        HttpResponse<String> content = send("GET", "reviews/" + item + "/content", "owner.ra", null);

        // Then
        assertThat(content.body()).contains("bluebird nine, " + MARKER);
        JsonNode found = read(send("GET", "reviews/" + item, "reader.ra", null));
        assertThat(found.path("request_id").asText()).isEqualTo(request.toString());
        assertThat(found.path("decision").asText()).isEqualTo("flag");
        assertThat(found.path("decision_then").asText()).isEqualTo("allow");
        assertThat(found.path("history").findValuesAsText("action")).containsExactly("viewed");
        assertThat(found.path("history").findValuesAsText("actor")).containsExactly("user_owner_ra");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(all(EventType.VERDICT_REACHED.topic()))
                        .filteredOn(record -> record.key().equals("ra"))
                        .singleElement()
                        .satisfies(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                                .contains(found.path("verdict_id").asText(), "\"decision\":\"flag\"")
                                .doesNotContain("bluebird", MARKER)));
    }

    @Test
    void shouldLetOneReviewerClaimAndDecide() {
        // Given
        String item = reviewed("rc", newRequest());

        // When
        List<Integer> statuses = List.of(
                        sending("POST", "reviews/" + item + "/claim", "owner.rc", ""),
                        sending("POST", "reviews/" + item + "/claim", "owner2.rc", ""))
                .stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::statusCode)
                .toList();

        // Then
        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
        String holder = statuses.getFirst() == 200 ? "owner.rc" : "owner2.rc";
        String other = statuses.getFirst() == 200 ? "owner2.rc" : "owner.rc";
        String decision = "{\"reason\":\"it is a threat\",\"labels\":[\"violence\"]}";
        assertThat(send("POST", "reviews/" + item + "/confirm", other, decision).statusCode())
                .isEqualTo(409);
        JsonNode confirmed = read(send("POST", "reviews/" + item + "/confirm", holder, decision));
        assertThat(confirmed.path("status").asText()).isEqualTo("confirmed");
        assertThat(confirmed.path("history").findValuesAsText("action")).containsExactly("claimed", "confirmed");
        HttpResponse<String> labels = send("GET", "review_labels", "owner.rc", null);
        assertThat(labels.body().lines()).hasSize(2).last().asString().contains("bluebird nine, " + MARKER, "\t1\t");
    }

    @Test
    void shouldShowNothingToOtherTenantsNorLetReadersDecide() {
        // Given
        String item = reviewed("rd", newRequest());

        for (String path : List.of("", "/content")) {
            // When
            HttpResponse<String> answer = send("GET", "reviews/" + item + path, "owner.re", null);

            // Then
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
        }
        for (String action : List.of("claim", "confirm", "overturn", "escalate")) {
            String path = "reviews/" + item + "/" + action;
            assertThat(send("POST", path, "owner.re", "{\"reason\":\"x\"}").statusCode())
                    .as(action)
                    .isEqualTo(404);
            assertThat(send("POST", path, "reader.rd", "{\"reason\":\"x\"}").statusCode())
                    .as(action)
                    .isEqualTo(403);
        }
        assertThat(items("re")).isEmpty();
        assertThat(send("GET", "review_labels", "owner.re", null).body()).doesNotContain(MARKER);
        assertThat(send("GET", "review_labels", "reader.rd", null).statusCode()).isEqualTo(403);
        assertThat(send("GET", "reviews/" + item + "/content", "reader.rd", null)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldRefuseToRewriteTheHistory() {
        // Given
        String item = reviewed("rl", newRequest());
        send("POST", "reviews/" + item + "/claim", "owner.rl", "");

        // When
        Throwable refused = pool.query("UPDATE review_event SET actor = 'nobody'")
                .execute()
                .onItemOrFailure()
                .transform((done, failure) -> failure)
                .await()
                .indefinitely();

        // Then
        assertThat(refused).hasMessageContaining("only ever added to");
    }
}
