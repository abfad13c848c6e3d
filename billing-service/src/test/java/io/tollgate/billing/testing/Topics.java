package io.tollgate.billing.testing;

import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.UsageRecorded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** The test's own Kafka clients: they play chat-service. */
public final class Topics implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;

    public Topics() {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        servers(),
                        "acks",
                        "all",
                        "delivery.timeout.ms",
                        60_000,
                        "request.timeout.ms",
                        5_000,
                        "linger.ms",
                        0),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public static ProducerRecord<String, byte[]> usage(UsageRecorded event) {
        return usage(event, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    public static ProducerRecord<String, byte[]> usage(UsageRecorded event, String traceParent) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                EventType.USAGE_RECORDED.topic(),
                event.organization(),
                EventJson.write(EventType.USAGE_RECORDED, event));
        new CloudEventAttributes(
                        event.attemptId().toString(),
                        "tollgate/chat-service",
                        EventType.USAGE_RECORDED.type(),
                        "organization/" + event.organization(),
                        event.completedAt())
                .toHeaders(EventType.USAGE_RECORDED)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        record.headers().add("traceparent", traceParent.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /** Returns when the broker has acknowledged all. */
    public void send(List<ProducerRecord<String, byte[]>> records) {
        var sent = records.stream().map(producer::send).toList();
        for (var acknowledgement : sent) {
            try {
                acknowledgement.get();
            } catch (ExecutionException failure) {
                throw new IllegalStateException("the broker did not take a test record", failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    public void send(UsageRecorded... events) {
        send(Arrays.stream(events).map(Topics::usage).toList());
    }

    /** Everything that is on a topic now. */
    public static List<ConsumerRecord<String, byte[]>> read(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** Every event on a topic now. */
    public static <T> List<T> read(EventType<T> type) {
        return read(type.topic()).stream()
                .map(received -> {
                    try {
                        return EventJson.read(type, received.value());
                    } catch (MalformedEventException malformed) {
                        throw new IllegalStateException(malformed);
                    }
                })
                .toList();
    }

    public static String header(ConsumerRecord<?, ?> received, String name) {
        Header header = received.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private static String servers() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }
}
