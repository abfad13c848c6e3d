package io.tollgate.bench.ingest;

import io.tollgate.contracts.event.AttemptsSettled;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How long a reservation stays one: from the time in Kafka of an attempt's usage event to the arrival, at a reader like
 * chat-service, of the settled event that names the attempt and the state of its budgets.
 */
final class ApplyLag {

    private static final int SLICES_A_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(10);

    private final String kafka;
    private final UsageFeed feed;
    private final Histogram millis = new Histogram(3);
    private volatile long from = Long.MAX_VALUE;
    private volatile boolean over;
    private long withoutBudget;

    ApplyLag(String kafka, UsageFeed feed) {
        this.kafka = kafka;
        this.feed = feed;
    }

    /** Sends at a constant rate, whatever becomes of it, first without and then with being counted. */
    String measure(int rate, int warmUp, int seconds) throws InterruptedException {
        Thread reader = new Thread(this::read, "settled-reader");
        reader.start();
        send(rate, warmUp);
        from = System.currentTimeMillis();
        long expected = send(rate, seconds);
        feed.flush();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (counted() < expected && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        over = true;
        reader.join();
        if (counted() < expected || withoutBudget > 0) {
            throw new IllegalStateException(
                    "settled " + counted() + " of " + expected + ", without a budget's state " + withoutBudget);
        }
        return "apply lag at %d events/s: p50 %d ms, p99 %d ms, p99.9 %d ms, longest %d ms, of %d events"
                .formatted(
                        rate,
                        millis.getValueAtPercentile(50),
                        millis.getValueAtPercentile(99),
                        millis.getValueAtPercentile(99.9),
                        millis.getMaxValue(),
                        expected);
    }

    private long send(int rate, int seconds) throws InterruptedException {
        long started = System.nanoTime();
        long sent = 0;
        for (int slice = 1; slice <= seconds * SLICES_A_SECOND; slice++) {
            feed.send(rate / SLICES_A_SECOND);
            sent += rate / SLICES_A_SECOND;
            long wait = started + slice * TimeUnit.SECONDS.toNanos(1) / SLICES_A_SECOND - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
        }
        return sent;
    }

    private synchronized long counted() {
        return millis.getTotalCount();
    }

    private void read() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", kafka),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(EventType.ATTEMPTS_SETTLED.topic()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (!over) {
                consumer.poll(POLL).forEach(this::count);
            }
        }
    }

    private synchronized void count(ConsumerRecord<String, byte[]> settled) {
        long now = System.currentTimeMillis();
        try {
            AttemptsSettled event = EventJson.read(EventType.ATTEMPTS_SETTLED, settled.value());
            for (UUID attempt : event.attempts()) {
                // The first 48 bits of a UUIDv7; the feed makes it when it makes the record.
                long at = attempt.getMostSignificantBits() >>> 16;
                if (at >= from) {
                    millis.recordValue(Math.max(0, now - at));
                    withoutBudget += event.budgets().isEmpty() ? 1 : 0;
                }
            }
        } catch (MalformedEventException malformed) {
            throw new IllegalStateException("billing-service settled with an event that cannot be read", malformed);
        }
    }
}
