package io.tollgate.billing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.Admin;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Topics;
import io.tollgate.contracts.event.EventType;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** From a proposal to a price that rates. */
@QuarkusTest
@TestProfile(BillingProfile.class)
class PriceWorkflowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROPOSAL = """
            {"note":"%s","prices":[
              {"provider":"workflow","model":"%s","meter":"input_uncached","unit_price_pico":%d,
               "effective_from":"2026-01-01T00:00:00Z","source":"test","source_date":"2026-01-01"},
              {"provider":"workflow","model":"%s","meter":"output_text","unit_price_pico":%d,
               "effective_from":"2026-01-01T00:00:00Z","source":"test"}]}""";

    @Test
    void shouldPublishWhatWasProposedComparedAndApproved() {
        // Given
        String first = propose("m1", 1_000, 2_000);
        Admin.get("/v1/prices/proposals/" + first + "/diff")
                .statusCode(200)
                .body("price.meter", containsInAnyOrder("input_uncached", "output_text"))
                .body("[0].supersedes", nullValue());
        Admin.post("/v1/prices/proposals/" + first + "/publish", "").statusCode(409);
        Admin.post("/v1/prices/proposals/" + first + "/approve", "").statusCode(200);

        // When
        Admin.post("/v1/prices/proposals/" + first + "/publish", "")
                .statusCode(200)
                .body("status", equalTo("published"));

        // Then: it is in the book and on the topic, and cannot be published again
        Admin.get("/v1/prices?provider=workflow&model=m1").body("data", hasSize(2));
        Admin.post("/v1/prices/proposals/" + first + "/publish", "").statusCode(409);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Topics.read(EventType.PRICE_PUBLISHED))
                        .anyMatch(published -> published.model().equals("m1")
                                && published.versions().size() == 2));
    }

    @Test
    void shouldAskForASecondLookWhereAPriceJumpsIsZeroOrUpsideDown() {
        // Given
        publish(propose("m2", 1_000, 2_000));

        // When
        String proposal = Admin.post("/v1/prices/proposals", PROPOSAL.formatted("odd", "m2", 5_000, "m2", 0))
                .statusCode(200)
                .body("findings.code", containsInAnyOrder("jump", "jump", "zero_price", "output_below_input"))
                .extract()
                .path("id");

        // Then
        Admin.post("/v1/prices/proposals/" + proposal + "/approve", "").statusCode(409);
        Admin.post("/v1/prices/proposals/" + proposal + "/approve", "{\"accept_findings\":\"true\"}")
                .statusCode(200)
                .body("status", equalTo("approved"));
        Admin.post("/v1/prices/proposals/" + proposal + "/reject", "").statusCode(409);
    }

    @Test
    void shouldProposeOnlyWhatAFileSaysAnew() {
        // Given
        String file = """
                {"gpt-4o":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":2.5e-06,
                  "output_cost_per_token":1e-05,"output_cost_per_token_flex":7e-06}}""";

        // When
        Admin.post("/v1/prices/imports/litellm?source=litellm@test", file)
                .statusCode(200)
                .body("prices", equalTo(1))
                .body("status", equalTo("proposed"));

        // Then
        Admin.post("/v1/prices/imports/litellm", "{\"x\":{}}").statusCode(400);
    }

    @Test
    void shouldReportEveryProblemOfEveryProposedPrice() {
        // When
        var answer = Admin.post("/v1/prices/proposals", """
                {"note":"n","prices":[{"provider":"p","meter":"telepathy","unit_price_pico":-1},
                  {"provider":"p","model":"m","meter":"images","effective_from":"tomorrow","source":"s"}]}""");

        // Then
        answer.statusCode(400);
        assertThat(answer.extract().<String>path("error.message"))
                .contains("prices[0]", "'meter'", "'unit_price_pico'", "'model'", "prices[1]", "'effective_from'");
    }

    @Test
    void shouldRefuseTwoPricesOfTheSameThingFromTheSameInstant() {
        // When
        var answer = Admin.post("/v1/prices/proposals", """
                {"note":"n","prices":[
                  {"provider":"p","model":"m","meter":"images","unit_price_pico":1,
                   "effective_from":"2026-01-01T00:00:00Z","source":"s"},
                  {"provider":"p","model":"m","meter":"images","unit_price_pico":2,
                   "effective_from":"2026-01-01T00:00:00Z","source":"s"}]}""");

        // Then
        answer.statusCode(400);
        assertThat(answer.extract().<String>path("error.message")).contains("prices[1]", "prices[0]");
    }

    @Test
    void shouldPublishAnAliasUnderItsOwnName() {
        // Given
        publish(propose("m3", 1_000, 2_000));

        // When
        Admin.post("/v1/prices/aliases", "{\"provider\":\"workflow\",\"alias\":\"nick\",\"model\":\"m3\"}")
                .statusCode(200);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Topics.read(EventType.PRICE_PUBLISHED))
                        .anyMatch(published -> published.model().equals("nick")
                                && published.versions().size() == 2));
        Admin.get("/v1/prices").body("data.size()", greaterThan(10));
    }

    @Test
    void shouldPublishAnAliasWhenItComesIntoForce() {
        // Given
        publish(propose("m4", 1_000, 2_000));

        // When
        Admin.post("/v1/prices/aliases", """
                        {"provider":"workflow","alias":"later","model":"m4","effective_from":%d}""".formatted(Instant.now().getEpochSecond() + 3))
                .statusCode(200);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Topics.read(EventType.PRICE_PUBLISHED))
                        .anyMatch(published -> published.model().equals("later")
                                && published.versions().size() == 2));
    }

    private static String propose(String model, long input, long output) {
        return Admin.post("/v1/prices/proposals", PROPOSAL.formatted("test", model, input, model, output))
                .statusCode(200)
                .body("findings", hasSize(0))
                .extract()
                .path("id");
    }

    private static void publish(String proposal) {
        Admin.post("/v1/prices/proposals/" + proposal + "/approve", "").statusCode(200);
        Admin.post("/v1/prices/proposals/" + proposal + "/publish", "").statusCode(200);
    }
}
