package io.tollgate.bench.ingest;

import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.UsageRecorded.ServedFrom;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Plays chat-service: usage of some organizations, each with a few projects, keys, models and end users. */
final class UsageFeed implements AutoCloseable {

    private static final List<String> MODELS = List.of("gpt-4o", "gpt-4o-mini", "gpt-4.1-mini");

    private final KafkaProducer<String, byte[]> producer;
    private final List<String> organizations;
    private final SplittableRandom random = new SplittableRandom(42);
    private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
    private long sent;

    UsageFeed(String kafka, List<String> organizations) {
        this.organizations = List.copyOf(organizations);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", 5, "batch.size", 131_072),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    long sent() {
        return sent;
    }

    /** Returns once they are on their way; {@link #flush} waits for the broker. */
    void send(int events) {
        for (int count = 0; count < events; count++) {
            Future<?> _ = producer.send(record(Instant.now()), (sentTo, failure) -> {
                if (failure != null) {
                    refused.compareAndSet(null, failure);
                }
            });
            sent++;
        }
    }

    /** @throws IllegalStateException if the broker did not take all of them: what is counted as sent was not */
    void flush() {
        producer.flush();
        Exception failure = refused.get();
        if (failure != null) {
            throw new IllegalStateException("Kafka did not take every event", failure);
        }
    }

    private ProducerRecord<String, byte[]> record(Instant now) {
        String organization = organizations.get(random.nextInt(organizations.size()));
        UUID attempt = new UUID(
                (now.toEpochMilli() << 16) | 0x7000 | random.nextInt(0x1000),
                (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
        UsageRecorded event = new UsageRecorded(
                attempt,
                attempt,
                1,
                organization,
                "proj_" + random.nextInt(5),
                "key_" + random.nextInt(10),
                random.nextInt(2) == 0 ? null : "user_" + random.nextInt(50),
                "simulator",
                MODELS.get(random.nextInt(MODELS.size())),
                MODELS.get(random.nextInt(MODELS.size())),
                Operation.CHAT,
                "default",
                now,
                now,
                Status.OK,
                Usage.of(Meter.INPUT_UNCACHED, 100 + random.nextInt(900))
                        .with(Meter.INPUT_CACHED, random.nextInt(100))
                        .with(Meter.OUTPUT_TEXT, 20 + random.nextInt(400)),
                UsageSource.PROVIDER,
                "chatcmpl-" + attempt,
                ServedFrom.PROVIDER,
                Map.of(),
                null);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                EventType.USAGE_RECORDED.topic(), organization, EventJson.write(EventType.USAGE_RECORDED, event));
        new CloudEventAttributes(
                        attempt.toString(),
                        "tollgate/chat-service",
                        EventType.USAGE_RECORDED.type(),
                        "organization/" + organization,
                        now)
                .toHeaders(EventType.USAGE_RECORDED)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    @Override
    public void close() {
        producer.close();
    }
}
