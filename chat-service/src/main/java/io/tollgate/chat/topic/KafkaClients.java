package io.tollgate.chat.topic;

import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The Kafka clients of this service and their settings. */
@Singleton
public class KafkaClients {

    private final KafkaConfig config;

    KafkaClients(KafkaConfig config) {
        this.config = config;
    }

    /** A consumer without a group, for reading a topic that every process needs whole. */
    public KafkaConsumer<byte[], byte[]> groupless() {
        return new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        config.servers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        // Revocations must arrive at once: a fetch that waits for more bytes would delay them.
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        1,
                        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** A producer that loses and doubles nothing: acknowledged by all replicas, idempotent. */
    public KafkaProducer<String, byte[]> durable() {
        return new KafkaProducer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        config.servers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        // Nobody waits for it: an answer ends when Redis has its event. At 500 events a second it saves
                        // the broker, and whoever reads them, nine of ten batches.
                        ProducerConfig.LINGER_MS_CONFIG,
                        25,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "zstd",
                        // Failing early is safe: the event stays in the outbox and is sent again.
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(config.deliveryTimeout().toMillis()),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(config.requestTimeout().toMillis()),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        config.requestTimeout().toMillis(),
                        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** For asking the cluster whether it is there. */
    Admin admin() {
        return Admin.create(Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                config.servers(),
                CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000));
    }
}
