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
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        // An alias is numbered by what is known when it is said, and more may be known by now.
        assertThat(newestPrices())
                .hasSizeGreaterThanOrEqualTo(60)
                .hasSameSizeAs(before)
                .allSatisfy((model, price) -> assertThat(price)
                        .usingRecursiveComparison()
                        .ignoringFields("version")
                        .isEqualTo(before.get(model)))
                .allSatisfy((model, price) -> assertThat(price.version())
                        .isGreaterThanOrEqualTo(
                                Objects.requireNonNull(before.get(model)).version()));
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

    @Test
    void shouldParkRowsThatKafkaNeverTakesAndPublishWhatStandsBehindThem() throws SQLException {
        // Given: too large for the broker, too large for the producer, and a topic that cannot exist
        awaitEmptyOutbox();
        String deadLetters = EventType.USAGE_RECORDED.deadLetterTopic();
        append(deadLetters, "parked", 2 << 20);
        append(deadLetters, "parked", 5 << 20);
        append("no topic at all", "parked", 1);

        // When
        append(deadLetters, "behind the parked ones", 1);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Topics.read(deadLetters))
                        .extracting(ConsumerRecord::key)
                        .contains("behind the parked ones")
                        .doesNotContain("parked"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Database.count("SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL"))
                                .isEqualTo(3));
        Database.execute("DELETE FROM outbox WHERE parked_at IS NOT NULL");
        awaitEmptyOutbox();
    }

    private static void append(String topic, String key, int bytes) throws SQLException {
        Database.execute("INSERT INTO outbox (topic, message_key, headers, payload, created_at) VALUES ('" + topic
                + "', '" + key + "', '{}', convert_to(repeat('x', " + bytes + "), 'UTF8'), now())");
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
