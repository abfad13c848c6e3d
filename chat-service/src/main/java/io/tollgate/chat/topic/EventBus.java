package io.tollgate.chat.topic;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventType;
import io.vertx.core.Future;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/** The process's one way to publish events. */
@Singleton
public class EventBus {

    private static final long PROBE_EVERY_MILLIS = 1_000;
    private static final int QUEUE_CAPACITY = 20_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaProducer<String, byte[]> producer;
    private final EventSender sender;
    private final Admin admin;
    private final KafkaProbe probe;
    private final Duration acknowledgementTimeout;
    private final Thread senderThread;
    private final ScheduledExecutorService probing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kafka-probe").factory());

    EventBus(KafkaClients clients, KafkaConfig config) {
        this.acknowledgementTimeout = config.deliveryTimeout().plus(config.requestTimeout());
        this.producer = clients.durable();
        this.sender = new EventSender(producer, QUEUE_CAPACITY);
        this.admin = clients.admin();
        this.probe = new KafkaProbe(admin);
        this.senderThread = Thread.ofPlatform().daemon().name("event-sender").unstarted(sender);
    }

    void start(@Observes StartupEvent event) {
        senderThread.start();
        var _ = probing.scheduleWithFixedDelay(probe, 0, PROBE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** See {@link EventSender#send}. */
    public Future<Void> send(
            EventType<?> type,
            String key,
            CloudEventAttributes attributes,
            @Nullable String traceParent,
            byte[] event) {
        return sender.send(type, key, attributes, traceParent, event);
    }

    /** After which time an event that was not acknowledged never will be, the wait for the producer included. */
    public Duration acknowledgementTimeout() {
        return acknowledgementTimeout;
    }

    public boolean isKafkaReachable() {
        return probe.isReachable();
    }

    /** Last of all: whoever still settles must be able to publish. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) throws InterruptedException {
        probing.shutdownNow();
        sender.close();
        senderThread.join(CLOSE_TIMEOUT);
        producer.close(CLOSE_TIMEOUT);
        admin.close(CLOSE_TIMEOUT);
    }
}
