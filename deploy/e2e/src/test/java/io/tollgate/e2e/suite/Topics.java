package io.tollgate.e2e.suite;

import io.tollgate.contracts.event.EventType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything that stands on the suite's topics. */
public final class Topics {

    private final Map<String, Object> servers;

    public Topics(Suite suite) {
        this.servers = Map.of("bootstrap.servers", "127.0.0.1:" + suite.serverPort("kafka"));
    }

    /** Every message of every topic of the suite, dead letters too, each with its key and headers. */
    public List<byte[]> messages() {
        return read(EventType.ALL.stream()
                .flatMap(type -> Stream.of(type.topic(), type.deadLetterTopic()))
                .toList());
    }

    /** The messages of one type, as text. */
    public List<String> messages(EventType<?> type) {
        return read(List.of(type.topic())).stream()
                .map(message -> new String(message, StandardCharsets.UTF_8))
                .toList();
    }

    private List<byte[]> read(List<String> names) {
        List<byte[]> messages = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(servers, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<String> existing = consumer.listTopics().keySet();
            List<TopicPartition> partitions = names.stream()
                    .filter(existing::contains)
                    .flatMap(name -> consumer.partitionsFor(name).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> messages.add(bytes(message)));
            }
        }
        return messages;
    }

    private static byte[] bytes(ConsumerRecord<byte[], byte[]> message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (message.key() != null) {
            bytes.writeBytes(message.key());
        }
        message.headers().forEach(header -> bytes.writeBytes(header.value()));
        if (message.value() != null) {
            bytes.writeBytes(message.value());
        }
        return bytes.toByteArray();
    }
}
