package io.tollgate.chat.topic;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The Kafka cluster. */
@ConfigMapping(prefix = "tollgate.kafka")
public interface KafkaConfig {

    /** Bootstrap servers, {@code host:port} separated by commas. */
    String servers();

    /** How long one request to a broker may take. Must be below {@link #deliveryTimeout()}. */
    @WithDefault("4s")
    Duration requestTimeout();

    /** How long an event may wait for its acknowledgement before it goes back to the outbox. */
    @WithDefault("10s")
    Duration deliveryTimeout();
}
