package io.tollgate.e2e.suite;

import io.tollgate.contracts.event.EventType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the usage topic goes, and how far its readers are. */
public final class UsageTopic {

    private final Map<String, Object> servers;

    public UsageTopic(Suite suite) {
        this.servers = Map.of("bootstrap.servers", "127.0.0.1:" + suite.serverPort("kafka"));
    }

    /** Whether a consumer group has committed every event that is there now. */
    public boolean isConsumedBy(String group) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(servers)) {
            Map<TopicPartition, Long> ends = ends(admin, EventType.USAGE_RECORDED.topic());
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.entrySet().stream().allMatch(end -> {
                OffsetAndMetadata offset = committed.get(end.getKey());
                return end.getValue() == 0 || (offset != null && offset.offset() >= end.getValue());
            });
        }
    }

    /** How many events a topic has. */
    public long size(EventType<?> type) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(servers)) {
            return ends(admin, type.topic()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicDescription description :
                admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
            description
                    .partitions()
                    .forEach(partition -> asked.put(
                            new TopicPartition(description.name(), partition.partition()), OffsetSpec.latest()));
        }
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(asked).all().get();
        return ends.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
