package io.tollgate.billing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PricePublished;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class PublicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Republication republication;

    @Test
    void shouldSayEveryCurrentStateAgainForABrokerThatLostIt() {
        // Given
        awaitEmptyOutbox();
        Map<String, PricePublished> before = newestPrices();
        int records = Topics.read(EventType.PRICE_PUBLISHED.topic()).size();

        // When
        republication.run().await().atMost(PATIENCE);

        // Then
        awaitEmptyOutbox();
        assertThat(Topics.read(EventType.PRICE_PUBLISHED.topic())).hasSize(records + before.size());
        assertThat(newestPrices()).hasSizeGreaterThanOrEqualTo(60).isEqualTo(before);
    }

    @Test
    void shouldPublishPricesUnderProviderAndModelWithCloudEventsHeaders() {
        // Given
        awaitEmptyOutbox();

        // When
        List<ConsumerRecord<String, byte[]>> prices = Topics.read(EventType.PRICE_PUBLISHED.topic());

        // Then
        assertThat(prices).extracting(ConsumerRecord::key).contains("simulator/gpt-4o-mini", "openai/o3");
        assertThat(prices)
                .allSatisfy(price -> assertThat(CloudEventAttributes.fromHeaders(name -> Topics.header(price, name))
                                .type())
                        .isEqualTo(EventType.PRICE_PUBLISHED.type()));
    }

    private static Map<String, PricePublished> newestPrices() {
        return Topics.read(EventType.PRICE_PUBLISHED).stream()
                .collect(Collectors.toMap(
                        price -> price.provider() + "/" + price.model(), Function.identity(), (older, newer) -> newer));
    }

    private static void awaitEmptyOutbox() {
        await().atMost(PATIENCE).until(() -> Database.count("SELECT count(*) FROM outbox") == 0);
    }
}
