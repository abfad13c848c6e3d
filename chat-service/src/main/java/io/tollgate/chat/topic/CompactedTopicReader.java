package io.tollgate.chat.topic;

import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows one compacted topic from its beginning, in a thread of its own, and hands every value to a view. It belongs to
 * no consumer group: every process needs every value. Caught up means that it has read to the end offset that it saw when
 * it started; a view that is not caught up must not decide anything.
 */
public final class CompactedTopicReader<T> implements Runnable, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CompactedTopicReader.class);
    /** CloudEvents' time in binary mode: when the state was said. */
    private static final String TIME_HEADER = "ce_time";

    private static final long RETRY_AFTER_MILLIS = 1_000;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(5);

    private final EventType<T> type;
    private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
    private final Consumer<T> view;
    private final Consumer<Instant> applied;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<TopicPartition, Long> position = new HashMap<>();
    private volatile boolean caughtUp;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> current;

    /** @param applied told when each value that came after the view had caught up was said, once the view has taken it */
    public CompactedTopicReader(
            EventType<T> type,
            Supplier<KafkaConsumer<byte[], byte[]>> consumers,
            Consumer<T> view,
            Consumer<Instant> applied) {
        this.type = type;
        this.consumers = consumers;
        this.view = view;
        this.applied = applied;
    }

    public boolean isCaughtUp() {
        return caughtUp;
    }

    public String topic() {
        return type.topic();
    }

    @Override
    public void run() {
        while (closing.getCount() > 0) {
            try (var consumer = consumers.get()) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException stopping) {
                return;
            } catch (KafkaException failure) {
                LOG.warnf("Lost topic %s, trying again: %s", type.topic(), failure.getMessage());
                if (!waitBeforeRetry()) {
                    return;
                }
            } finally {
                current = null;
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> partitions = consumer.partitionsFor(type.topic(), METADATA_TIMEOUT);
        if (partitions == null || partitions.isEmpty()) {
            throw new KafkaException(
                    "topic " + type.topic() + " does not exist; create it before starting the service");
        }
        List<TopicPartition> assigned = partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(assigned);
        for (TopicPartition partition : assigned) {
            Long resumeAt = position.get(partition);
            if (resumeAt == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, resumeAt);
            }
        }
        Map<TopicPartition, Long> target = consumer.endOffsets(assigned, METADATA_TIMEOUT);
        while (closing.getCount() > 0) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.forEach(this::hand);
            for (TopicPartition partition : assigned) {
                position.put(partition, consumer.position(partition, METADATA_TIMEOUT));
            }
            if (!caughtUp
                    && target.entrySet().stream()
                            .allMatch(end -> position.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                caughtUp = true;
                LOG.infof("Caught up with topic %s", type.topic());
            }
        }
    }

    private void hand(ConsumerRecord<byte[], byte[]> event) {
        if (event.value() == null) {
            return;
        }
        try {
            view.accept(EventJson.read(type, event.value()));
            Header said = event.headers().lastHeader(TIME_HEADER);
            if (caughtUp && said != null) {
                applied.accept(Instant.parse(new String(said.value(), StandardCharsets.UTF_8)));
            }
        } catch (MalformedEventException | RuntimeException malformed) {
            // One bad value must not stop the view: it would stay as it is, and nobody would see it.
            LOG.errorf(
                    "Ignored a malformed value: topic %s partition %d offset %d: %s",
                    event.topic(), event.partition(), event.offset(), malformed.getMessage());
        }
    }

    private boolean waitBeforeRetry() {
        try {
            return !closing.await(RETRY_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }
}
