package io.tollgate.moderation.policy;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.moderation.failure.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Policies live on their compacted topic: what is written there is in force everywhere, and there is no second place that could
 * say otherwise. A change is done once it was read back. Of two changes at the same time, the topic's order decides; the other one
 * is refused.
 */
@ApplicationScoped
class PolicyTopic {

    private static final Logger LOG = Logger.getLogger(PolicyTopic.class);
    private static final String SOURCE = "moderation-service";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final PolicyBook book = new PolicyBook();
    private final MutinyEmitter<byte[]> emitter;
    private final PolicyConfig config;
    private final InstantSource clock;

    PolicyTopic(@Channel("policy-out") MutinyEmitter<byte[]> emitter, PolicyConfig config, InstantSource clock) {
        this.emitter = emitter;
        this.config = config;
        this.clock = clock;
    }

    PolicyBook book() {
        return book;
    }

    @Incoming("policy-in")
    void read(byte[] value) {
        try {
            book.accept(EventJson.read(EventType.POLICY_PUBLISHED, value));
        } catch (MalformedEventException malformed) {
            // One bad value must not stop the reading of all others.
            LOG.errorf("Ignored a malformed value: topic=%s cause=%s", EventType.POLICY_PUBLISHED.topic(), malformed);
        }
    }

    /** @return completes when the policy is in force here; fails with 409 if another change came first */
    Uni<PolicyPublished> publish(PolicyPublished policy) {
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(PolicyBook.owner(policy.organization(), policy.project()))
                .withHeaders(headers(policy))
                .build();
        byte[] value = EventJson.write(EventType.POLICY_PUBLISHED, policy);
        return emitter.sendMessage(Message.of(value).addMetadata(metadata))
                .onFailure()
                .transform(failure -> {
                    LOG.warnf("A policy cannot be written: cause=%s", failure);
                    return RefusedException.unavailable("Policies cannot be written at the moment. Try again shortly.");
                })
                .chain(() -> inForce(policy));
    }

    private Uni<PolicyPublished> inForce(PolicyPublished policy) {
        return Uni.createFrom()
                .item(() -> book.newest(policy.organization(), policy.project())
                        .filter(newest -> newest.version() >= policy.version())
                        .orElseThrow(NotReadBackException::new))
                .onFailure(NotReadBackException.class)
                .retry()
                .withBackOff(LOOK_AGAIN, LOOK_AGAIN)
                .withJitter(0)
                .expireIn(config.changeTimeout().toMillis())
                .onFailure(NotReadBackException.class)
                .transform(late -> RefusedException.unavailable(
                        "The policy was written, but is not in force here yet. Read it again shortly."))
                .map(newest -> {
                    if (!newest.equals(policy)) {
                        throw RefusedException.conflict("The policy was changed at the same time. Read it again.");
                    }
                    return newest;
                });
    }

    /** The topic's reader has not come to what was written. */
    private static final class NotReadBackException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;
    }

    private RecordHeaders headers(PolicyPublished policy) {
        CloudEventAttributes attributes = new CloudEventAttributes(
                UUID.randomUUID().toString(),
                SOURCE,
                EventType.POLICY_PUBLISHED.type(),
                "organization/" + policy.organization(),
                clock.instant());
        RecordHeaders headers = new RecordHeaders();
        attributes
                .toHeaders(EventType.POLICY_PUBLISHED)
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}
