package io.tollgate.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.ledger.DeadLetter;
import io.tollgate.billing.testing.BillingProfile;
import io.tollgate.billing.testing.Database;
import io.tollgate.billing.testing.Topics;
import io.tollgate.billing.testing.Usages;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BillingProfile.class)
class DeadLetterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldPutEveryKindOfPoisonAsideAndTakeTheRestOfTheBatch() {
        // Given: one bad record of each kind, with good ones around them
        Instant now = Instant.now();
        UsageRecorded before = Usages.at(now).event();
        UsageRecorded after = Usages.at(now).event();
        Map<String, ProducerRecord<String, byte[]>> poison = Map.of(
                "not json", withValue("{\"attempt_id\":"),
                "no value", withValue(null),
                "unknown meter", withValue(json(Usages.at(now).event()).replace("input_cached", "input_telepathy")),
                "negative count", withValue(json(Usages.at(now).event()).replace(":300", ":-300")),
                "no headers", withoutHeaders(Usages.at(now).event()),
                "ahead", Topics.usage(Usages.at(now.plus(Duration.ofMinutes(9))).event()),
                "too old",
                        Topics.usage(Usages.at(now)
                                .attempt(Usages.uuid7(now.minus(Duration.ofDays(400))))
                                .event()),
                "unknown organization",
                        Topics.usage(Usages.at(now).organization("org_nobody").event()),
                "unstorable", Topics.usage(Usages.at(now).endUser("nul\0here").event()));
        List<ProducerRecord<String, byte[]>> batch = new ArrayList<>();
        batch.add(Topics.usage(before));
        batch.addAll(poison.values());
        batch.add(Topics.usage(after));
        int lettersBefore = letters().size();

        // When
        send(batch);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(rows(before, after)).isEqualTo(2);
            assertThat(letters()).hasSizeGreaterThanOrEqualTo(lettersBefore + poison.size());
        });
        Map<String, Long> reasons = letters().stream()
                .skip(lettersBefore)
                .collect(Collectors.groupingBy(
                        letter -> Topics.header(letter, DeadLetter.REASON_HEADER), Collectors.counting()));
        assertThat(reasons)
                .containsEntry("malformed", 4L)
                .containsEntry("bad_headers", 1L)
                .containsEntry("time_ahead", 1L)
                .containsEntry("outside_ledger", 1L)
                .containsEntry("unknown_organization", 1L)
                .containsEntry("unstorable", 1L);
    }

    @Test
    void shouldPutAnotherPayloadOfTheSameAttemptAsideAndKeepTheFirst() {
        // Given
        Usages usage = Usages.at(Instant.now());
        UsageRecorded original = usage.event();
        UsageRecorded contradiction = usage.endUser("somebody else").event();
        send(List.of(Topics.usage(original)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows(original)).isEqualTo(1));
        String checksum = Database.checksum();

        // When
        send(List.of(Topics.usage(contradiction)));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(letters())
                        .anyMatch(letter ->
                                Topics.header(letter, DeadLetter.REASON_HEADER).equals("conflicting_payload")
                                        && Topics.header(letter, "ce_id")
                                                .equals(original.attemptId().toString())
                                        && json(letter).contains("somebody else")));
        assertThat(Database.checksum()).isEqualTo(checksum);
    }

    private static long rows(UsageRecorded... events) {
        long rows = 0;
        for (UsageRecorded event : events) {
            rows += Database.count("SELECT count(*) FROM usage_event WHERE attempt_id = ?", event.attemptId());
        }
        return rows;
    }

    private static List<ConsumerRecord<String, byte[]>> letters() {
        return Topics.read(EventType.USAGE_RECORDED.deadLetterTopic());
    }

    private static void send(List<ProducerRecord<String, byte[]>> records) {
        try (Topics topics = new Topics()) {
            topics.send(records);
        }
    }

    private static String json(UsageRecorded event) {
        return new String(Topics.usage(event).value(), StandardCharsets.UTF_8);
    }

    private static String json(ConsumerRecord<String, byte[]> letter) {
        return new String(letter.value(), StandardCharsets.UTF_8);
    }

    private static ProducerRecord<String, byte[]> withValue(@Nullable String value) {
        ProducerRecord<String, byte[]> sound =
                Topics.usage(Usages.at(Instant.now()).event());
        return new ProducerRecord<>(
                sound.topic(),
                null,
                sound.key(),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                sound.headers());
    }

    private static ProducerRecord<String, byte[]> withoutHeaders(UsageRecorded event) {
        ProducerRecord<String, byte[]> sound = Topics.usage(event);
        return new ProducerRecord<>(sound.topic(), sound.key(), sound.value());
    }
}
