package io.tollgate.local.server;

import io.tollgate.contracts.event.EventType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of the suite on a broker. Services never create topics: whoever installs the suite does. */
public final class Topics {
    /** Enough for a handful of consumers on one machine; a cluster's operator decides for a cluster. */
    private static final int LOG_PARTITIONS = 6;

    /** Three days: longer than any outage of its reader should last. */
    private static final String TRANSCRIPT_RETENTION_MILLIS = "259200000";

    private static final int DEADLINE_MILLIS = 30_000;

    private final String bootstrapServers;

    public Topics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    static List<NewTopic> all() {
        List<NewTopic> topics = new ArrayList<>();
        for (EventType<?> type : EventType.ALL) {
            if (type.equals(EventType.TRANSCRIPT_RECORDED)) {
                topics.add(passing(type.topic(), LOG_PARTITIONS));
            } else {
                topics.add(type.compacted() ? compacted(type.topic()) : log(type.topic(), LOG_PARTITIONS));
            }
        }
        topics.add(log(EventType.USAGE_RECORDED.deadLetterTopic(), 1));
        topics.add(passing(EventType.TRANSCRIPT_RECORDED.deadLetterTopic(), 1));
        return topics;
    }

    /** One partition: readers read it whole, and to its end, before they are ready. */
    private static NewTopic compacted(String name) {
        return new NewTopic(name, Optional.of(1), Optional.empty()).configs(Map.of("cleanup.policy", "compact"));
    }

    /** Never deleted by age: these are the source of truth for money, and a local disk has room. */
    private static NewTopic log(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(Map.of("cleanup.policy", "delete", "retention.ms", "-1"));
    }

    /** What was said does not stay on a log: whoever may keep it has its own store. */
    private static NewTopic passing(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(Map.of("cleanup.policy", "delete", "retention.ms", TRANSCRIPT_RETENTION_MILLIS));
    }

    /** Creates those that are missing, with the broker's default replication; leaves those that exist as they are. */
    public void ensure() throws IOException, InterruptedException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", DEADLINE_MILLIS / 2,
                "default.api.timeout.ms", DEADLINE_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            for (Map.Entry<String, KafkaFuture<Void>> created :
                    admin.createTopics(all()).values().entrySet()) {
                awaitCreated(created.getKey(), created.getValue());
            }
        }
    }

    private void awaitCreated(String topic, KafkaFuture<Void> creation) throws IOException, InterruptedException {
        try {
            creation.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IOException(
                        "cannot create topic " + topic + " on " + bootstrapServers + ": " + e.getCause(), e);
            }
        }
    }
}
