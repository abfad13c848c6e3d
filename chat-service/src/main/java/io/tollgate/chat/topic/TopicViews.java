package io.tollgate.chat.topic;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.EventType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The readers of compacted topics and their threads. */
@Singleton
public class TopicViews {

    private final KafkaClients clients;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final List<CompactedTopicReader<?>> readers = new CopyOnWriteArrayList<>();
    private volatile boolean started;

    TopicViews(KafkaClients clients, MeterRegistry registry, InstantSource clock) {
        this.clients = clients;
        this.registry = registry;
        this.clock = clock;
    }

    /** Has a view follow a topic, from its beginning. */
    public <T> CompactedTopicReader<T> follow(EventType<T> type, Consumer<T> view) {
        Timer lag = ChatMetrics.applyLag(registry, type.topic());
        CompactedTopicReader<T> reader = new CompactedTopicReader<>(
                type, clients::groupless, view, said -> lag.record(Duration.between(said, clock.instant())));
        readers.add(reader);
        if (started) {
            start(reader);
        }
        return reader;
    }

    void start(@Observes StartupEvent event) {
        started = true;
        readers.forEach(TopicViews::start);
    }

    private static void start(CompactedTopicReader<?> reader) {
        Thread.ofPlatform().daemon().name("view-" + reader.topic()).start(reader);
    }

    void stop(@Observes ShutdownEvent event) {
        readers.forEach(CompactedTopicReader::close);
    }
}
