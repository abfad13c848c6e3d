package io.tollgate.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.billing.ledger.DeadLetter;
import io.tollgate.billing.ledger.Label;
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
import java.util.SplittableRandom;
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
        List<ProducerRecord<String, byte[]>> poison = List.of(
                withValue("{\"attempt_id\":"),
                withValue(null),
                withValue(json(Usages.at(now).event()).replace("input_cached", "input_telepathy")),
                withValue(json(Usages.at(now).event()).replace(":300", ":-300")),
                withoutHeaders(Usages.at(now).event()),
                Topics.usage(Usages.at(now.plus(Duration.ofMinutes(9))).event()),
                Topics.usage(Usages.at(now)
                        .attempt(Usages.uuid7(now.minus(Duration.ofDays(400))))
                        .event()),
                startedLongAgo(Usages.at(now).event()),
                Topics.usage(Usages.at(now).organization("org_nobody").event()),
                Topics.usage(Usages.at(now).organization("nul\0here").event()),
                Topics.usage(Usages.at(now).key("nul\0here").event()));
        List<ProducerRecord<String, byte[]>> batch = new ArrayList<>();
        batch.add(Topics.usage(before));
        batch.addAll(poison);
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
                .containsEntry("outside_ledger", 2L)
                .containsEntry("unknown_organization", 2L)
                .containsEntry("unstorable", 1L);
    }

    @Test
    void shouldBillCallsWhoseLabelsAreLongOrHoldNul() {
        // Given: labels that do not compress, each too long for an index entry, and labels with a NUL
        Instant now = Instant.now();
        String longest = incompressible(512);
        UsageRecorded longLabels = Usages.at(now)
                .endUser(longest)
                .model("simulator", longest)
                .tier(longest)
                .event();
        UsageRecorded nulLabels = Usages.at(now)
                .endUser("nul\0here")
                .model("simulator", "model\0")
                .tier("tier\0")
                .response("resp\0")
                .event();
        UsageRecorded after = Usages.at(now).event();
        int lettersBefore = letters().size();

        // When
        send(List.of(Topics.usage(longLabels), Topics.usage(nulLabels), Topics.usage(after)));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(rows(longLabels, nulLabels, after)).isEqualTo(3));
        assertThat(letters()).hasSize(lettersBefore);
        assertThat(Database.ask("SELECT end_user FROM usage_event WHERE attempt_id = ?", longLabels.attemptId()))
                .isEqualTo(longest);
        assertThat(Database.ask(
                        "SELECT concat_ws('|', end_user, model_requested, model_billed, service_tier,"
                                + " provider_response_id) FROM usage_event WHERE attempt_id = ?",
                        nulLabels.attemptId()))
                .isEqualTo("nul\uFFFDhere|model\uFFFD|model\uFFFD|tier\uFFFD|resp\uFFFD");
        assertThat(Database.count(
                        "SELECT sum(quantity) FROM usage_hour WHERE item = 'output_text' AND end_user = ?",
                        Label.key(longest)))
                .isEqualTo(300);
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

    /** CJK characters, three bytes each, in no order. */
    private static String incompressible(int characters) {
        return new SplittableRandom(7)
                .ints(characters, 0x4E00, 0x9FA5)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
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

    private static ProducerRecord<String, byte[]> startedLongAgo(UsageRecorded event) {
        ProducerRecord<String, byte[]> sound = Topics.usage(event);
        String started = "\"started_at\":\"" + event.startedAt() + "\"";
        String payload = json(event).replace(started, "\"started_at\":\"-1000000-01-01T00:00:00Z\"");
        return new ProducerRecord<>(
                sound.topic(), null, sound.key(), payload.getBytes(StandardCharsets.UTF_8), sound.headers());
    }

    private static ProducerRecord<String, byte[]> withoutHeaders(UsageRecorded event) {
        ProducerRecord<String, byte[]> sound = Topics.usage(event);
        return new ProducerRecord<>(sound.topic(), sound.key(), sound.value());
    }
}
