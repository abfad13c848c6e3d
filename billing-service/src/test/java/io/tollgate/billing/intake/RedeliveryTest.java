package io.tollgate.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.AttemptsSettled;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class RedeliveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int EVENTS = 1_200;

    @Inject
    KafkaClientService kafka;

    @Test
    void shouldChangeNoRowWhenTheWholeTopicIsDeliveredAgain() {
        // Given
        UsageRecorded first = Usages.at(Instant.now()).event();
        List<UsageRecorded> events = Stream.concat(
                        Stream.of(first),
                        Stream.generate(() -> Usages.at(Instant.now()).event()).limit(EVENTS - 1))
                .toList();
        try (Topics topics = new Topics()) {
            topics.send(events.toArray(UsageRecorded[]::new));
        }
        UUID last = events.getLast().attemptId();
        await().atMost(PATIENCE).until(() -> settlementsOf(last) > 0 && settlementsOf(first.attemptId()) > 0);
        long settlements = settlementsOf(last);
        String checksum = Database.checksum();

        // When
        kafka.getConsumerChannels().stream()
                .filter(channel -> channel.startsWith("usage-in"))
                .forEach(channel -> kafka.getConsumer(channel)
                        .runOnPollingThread(consumer -> {
                            consumer.seekToBeginning(consumer.assignment());
                        })
                        .await()
                        .atMost(PATIENCE));

        // Then: the settlement is announced again, and nothing else changes
        await().atMost(PATIENCE).until(() -> settlementsOf(last) > settlements);
        assertThat(Database.checksum()).isEqualTo(checksum);
    }

    private static long settlementsOf(UUID attempt) {
        return Topics.read(EventType.ATTEMPTS_SETTLED).stream()
                .map(AttemptsSettled::attempts)
                .filter(attempts -> attempts.contains(attempt))
                .count();
    }
}
