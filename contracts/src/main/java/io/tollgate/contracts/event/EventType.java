package io.tollgate.contracts.event;

import java.net.URI;
import java.util.List;

/**
 * What a topic carries: its name, the CloudEvents type and schema, and the record that is its value. One topic carries one
 * type, so a consumer needs no dispatch.
 *
 * @param topic the Kafka topic
 * @param type the CloudEvents {@code type}; its suffix is the major version of the schema
 * @param schema the CloudEvents {@code dataschema}, relative to the published contracts
 * @param payload the value's record
 * @param compacted whether the topic keeps only the newest value of each key
 */
public record EventType<T>(String topic, String type, URI schema, Class<T> payload, boolean compacted) {

    public static final EventType<UsageRecorded> USAGE_RECORDED =
            of("tollgate.usage.v1", "tollgate.usage.recorded.v1", UsageRecorded.class, false);
    public static final EventType<AttemptsSettled> ATTEMPTS_SETTLED =
            of("tollgate.settled.v1", "tollgate.attempts.settled.v1", AttemptsSettled.class, false);
    public static final EventType<VerdictReached> VERDICT_REACHED =
            of("tollgate.verdict.v1", "tollgate.verdict.reached.v1", VerdictReached.class, false);
    public static final EventType<AccessPublished> ACCESS_PUBLISHED =
            of("tollgate.access.v1", "tollgate.access.published.v1", AccessPublished.class, true);
    public static final EventType<PricePublished> PRICE_PUBLISHED =
            of("tollgate.price.v1", "tollgate.price.published.v1", PricePublished.class, true);
    public static final EventType<BudgetPublished> BUDGET_PUBLISHED =
            of("tollgate.budget.v1", "tollgate.budget.published.v1", BudgetPublished.class, true);

    public static final EventType<TranscriptRecorded> TRANSCRIPT_RECORDED =
            of("tollgate.transcript.v1", "tollgate.transcript.recorded.v1", TranscriptRecorded.class, false);
    public static final EventType<PolicyPublished> POLICY_PUBLISHED =
            of("tollgate.policy.v1", "tollgate.policy.published.v1", PolicyPublished.class, true);
    public static final EventType<ContentKeyPublished> CONTENT_KEY_PUBLISHED =
            of("tollgate.content-key.v1", "tollgate.content-key.published.v1", ContentKeyPublished.class, true);
    public static final EventType<AlertRaised> ALERT_RAISED =
            of("tollgate.alert.v1", "tollgate.alert.raised.v1", AlertRaised.class, false);

    /** Every type, for whatever must treat them all: topic creation, schemas, documentation. */
    public static final List<EventType<?>> ALL = List.of(
            USAGE_RECORDED,
            ATTEMPTS_SETTLED,
            VERDICT_REACHED,
            ACCESS_PUBLISHED,
            PRICE_PUBLISHED,
            BUDGET_PUBLISHED,
            TRANSCRIPT_RECORDED,
            POLICY_PUBLISHED,
            CONTENT_KEY_PUBLISHED,
            ALERT_RAISED);

    private static final String DEAD_LETTER_SUFFIX = ".dlq";

    private static <T> EventType<T> of(String topic, String type, Class<T> payload, boolean compacted) {
        return new EventType<>(topic, type, URI.create("urn:" + type.replace('.', ':')), payload, compacted);
    }

    /** Where a consumer of this topic puts what it could not take, with the reason. */
    public String deadLetterTopic() {
        return topic + DEAD_LETTER_SUFFIX;
    }
}
