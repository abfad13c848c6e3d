package io.tollgate.chat.topic;

import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to Kafka from a thread of its own, because {@link Producer#send} blocks while the broker is away and an event
 * loop must not. The queue in front of it is bounded; what does not fit is refused at once.
 */
public final class EventSender implements Runnable, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EventSender.class);

    /**
     * For how long events gather once one has come. Waking this thread for each of them would cost the event loops more than
     * writing the event does. While Redis is there nobody waits for it, because usage is durable before.
     */
    private static final long GATHERING_MILLIS = 10;

    /** What is taken from the queue no longer counts against its bound, so that it must not be much. */
    private static final int GATHERED_MAX = 500;

    /** How soon the thread sees that it was closed. */
    private static final long IDLE_MILLIS = 200;

    private record Pending(ProducerRecord<String, byte[]> message, Promise<Void> acknowledged) {}

    private final Producer<String, byte[]> producer;
    private final BlockingQueue<Pending> queue;
    private volatile boolean closed;

    /** @param capacity how many events may wait for the producer */
    public EventSender(Producer<String, byte[]> producer, int capacity) {
        this.producer = producer;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /**
     * @param key decides the partition, and so the order
     * @param traceParent W3C trace context, null if the event belongs to no trace
     * @return completes when every replica has the event; fails if Kafka did not take it in time or the queue is full. It
     *     completes on a Kafka thread
     */
    public Future<Void> send(
            EventType<?> type,
            String key,
            CloudEventAttributes attributes,
            @Nullable String traceParent,
            byte[] event) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(type.topic(), key, event);
        attributes
                .toHeaders(type)
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        if (traceParent != null) {
            message.headers()
                    .add(CloudEventAttributes.TRACE_PARENT_HEADER, traceParent.getBytes(StandardCharsets.US_ASCII));
        }
        Promise<Void> acknowledged = Promise.promise();
        if (!queue.offer(new Pending(message, acknowledged))) {
            return Future.failedFuture(new KafkaException("too many events wait for Kafka: " + queue.size()));
        }
        return acknowledged.future();
    }

    @Override
    public void run() {
        List<Pending> gathered = new ArrayList<>();
        try {
            while (!closed || !queue.isEmpty()) {
                Pending first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    send(first);
                    TimeUnit.MILLISECONDS.sleep(GATHERING_MILLIS);
                    queue.drainTo(gathered, GATHERED_MAX);
                    gathered.forEach(this::send);
                    gathered.clear();
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Pending pending) {
        try {
            // The callback says the same as the future would.
            var _ = producer.send(pending.message(), (metadata, failure) -> {
                if (failure == null) {
                    pending.acknowledged().complete();
                } else {
                    pending.acknowledged().fail(failure);
                }
            });
        } catch (RuntimeException failure) {
            // Whatever the producer throws must not end the thread that every other event depends on.
            LOG.debugf("Kafka refused an event for %s: %s", pending.message().topic(), failure.getMessage());
            pending.acknowledged().fail(failure);
        }
    }

    /** Stops taking events from the queue once it is empty; closing the producer waits for acknowledgements. */
    @Override
    public void close() {
        closed = true;
    }
}
