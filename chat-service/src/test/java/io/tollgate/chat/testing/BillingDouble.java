package io.tollgate.chat.testing;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.AccessPublished;
import io.tollgate.contracts.event.AttemptsSettled;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetState;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.ContentKeyPublished;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PricePublished;
import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Publishes what billing-service would, and reads what it would read. */
public final class BillingDouble implements AutoCloseable {

    /** Pico-dollars for one token read and for one written, of every model here. */
    public static final long INPUT_PICO = 150_000;

    public static final long OUTPUT_PICO = 600_000;

    private final Map<String, Object> servers;
    private final KafkaProducer<String, byte[]> producer;
    /** Null until usage is asked for. */
    private @Nullable TopicFollower usage;

    private final AtomicLong version = new AtomicLong(System.currentTimeMillis());

    public BillingDouble(String bootstrapServers) {
        this.servers = Map.of("bootstrap.servers", bootstrapServers);
        this.producer = new KafkaProducer<>(servers, new StringSerializer(), new ByteArraySerializer());
    }

    /** A new key of an organization and project of their own, named after the test. */
    public String createKey(String organization) {
        return createKey(organization, List.of());
    }

    public String createKey(String organization, List<String> allowedModels) {
        String secret = "sk-tg-" + UUID.randomUUID();
        publishKey(secret, organization, allowedModels, AccessPublished.Status.ACTIVE, List.of(), List.of());
        return secret;
    }

    public void revokeKey(String secret, String organization) {
        publishKey(secret, organization, List.of(), AccessPublished.Status.REVOKED, List.of(), List.of());
    }

    /** Gives a key these limits, in place of those it has. */
    public void limitKey(String secret, String organization, List<RateLimit> limits) {
        publishKey(secret, organization, List.of(), AccessPublished.Status.ACTIVE, limits, List.of());
    }

    /** Lets a key do these operations only. */
    public void scopeKey(String secret, String organization, List<String> scopes) {
        publishKey(secret, organization, List.of(), AccessPublished.Status.ACTIVE, List.of(), scopes);
    }

    private void publishKey(
            String secret,
            String organization,
            List<String> allowedModels,
            AccessPublished.Status status,
            List<RateLimit> limits,
            List<String> scopes) {
        String keyId = "key_" + sha256(secret).substring(0, 8);
        send(
                EventType.ACCESS_PUBLISHED,
                keyId,
                new AccessPublished(
                        version.incrementAndGet(),
                        keyId,
                        sha256(secret),
                        status,
                        organization,
                        "proj_" + organization,
                        allowedModels,
                        null,
                        limits,
                        scopes));
    }

    public void publishPrice(String provider, String model) {
        send(
                EventType.PRICE_PUBLISHED,
                provider + "/" + model,
                new PricePublished(
                        version.incrementAndGet(),
                        provider,
                        model,
                        "USD",
                        List.of(price(Meter.INPUT_UNCACHED, INPUT_PICO), price(Meter.OUTPUT_TEXT, OUTPUT_PICO)),
                        null));
    }

    private static PriceVersion price(Meter meter, long pico) {
        return new PriceVersion(
                "test-" + meter.wireName(), meter, "default", 0, pico, 1, Instant.EPOCH, Instant.EPOCH, "test");
    }

    /** A hard monthly budget of an organization with nothing spent. */
    public void publishBudget(String organization, Money limit) {
        publishBudget(organization, limit, Money.ZERO);
    }

    /** A hard monthly budget of an organization, as it is published whenever the ledger commits something to it. */
    public void publishBudget(String organization, Money limit, Money committed) {
        Instant now = Instant.now();
        var period = BudgetInterval.MONTH.periodAt(now, java.time.ZoneOffset.UTC);
        send(
                EventType.BUDGET_PUBLISHED,
                budgetId(organization),
                new BudgetPublished(
                        organization,
                        BudgetPublished.Scope.ORGANIZATION,
                        organization,
                        BudgetInterval.MONTH,
                        "UTC",
                        BudgetPublished.Enforcement.HARD,
                        true,
                        null,
                        new BudgetState(
                                budgetId(organization),
                                period.start(),
                                period.end(),
                                version.incrementAndGet(),
                                limit,
                                committed)));
    }

    /** The ledger has these attempts, and this is what the organization's budget has committed now. */
    public void settle(String organization, List<UUID> attempts, Money limit, Money committed) {
        var period = BudgetInterval.MONTH.periodAt(Instant.now(), java.time.ZoneOffset.UTC);
        send(
                EventType.ATTEMPTS_SETTLED,
                organization,
                new AttemptsSettled(
                        organization,
                        attempts,
                        List.of(new BudgetState(
                                budgetId(organization),
                                period.start(),
                                period.end(),
                                version.incrementAndGet(),
                                limit,
                                committed))));
    }

    /** What moderation-service would publish: a policy of an organization's project. */
    public void publishPolicy(
            String organization,
            List<PolicyPublished.Rule> rules,
            PolicyPublished.StreamMode mode,
            @Nullable String judge,
            boolean storesContent) {
        publishPolicy(organization, rules, mode, PolicyPublished.FailMode.OPEN, judge, storesContent);
    }

    public void publishPolicy(
            String organization,
            List<PolicyPublished.Rule> rules,
            PolicyPublished.StreamMode mode,
            PolicyPublished.FailMode failMode,
            @Nullable String judge,
            boolean storesContent) {
        String project = "proj_" + organization;
        send(
                EventType.POLICY_PUBLISHED,
                project,
                new PolicyPublished(
                        version.incrementAndGet(),
                        organization,
                        project,
                        true,
                        failMode,
                        mode,
                        rules,
                        List.of(),
                        List.of(),
                        judge,
                        storesContent,
                        storesContent ? 7 : null));
    }

    /** @param publicKey X25519 */
    public void publishContentKey(String organization, UUID keyId, PublicKey publicKey) {
        send(
                EventType.CONTENT_KEY_PUBLISHED,
                organization,
                new ContentKeyPublished(
                        version.incrementAndGet(),
                        organization,
                        keyId,
                        Base64.getEncoder().encodeToString(publicKey.getEncoded()),
                        true));
    }

    public static String budgetId(String organization) {
        return "bud_" + organization;
    }

    private <T> void send(EventType<T> type, String key, T event) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(type.topic(), key, EventJson.write(type, event));
        new CloudEventAttributes(UUID.randomUUID().toString(), "/test", type.type(), "test", Instant.now())
                .toHeaders(type)
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(message).get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException("cannot publish to " + type.topic(), failure);
        }
    }

    /** Every usage event of an organization that is on the topic now, duplicates included. */
    public synchronized List<UsageRecorded> usage(String organization) {
        TopicFollower follower = usage;
        if (follower == null) {
            follower = new TopicFollower(servers, EventType.USAGE_RECORDED);
            usage = follower;
        }
        return follower.messages().stream()
                .filter(message -> organization.equals(message.key()))
                .map(message -> parse(EventType.USAGE_RECORDED, message.value()))
                .toList();
    }

    /** Every event of a topic that is there now. */
    public List<ConsumerRecord<String, byte[]>> read(EventType<?> type) {
        try (TopicFollower follower = new TopicFollower(servers, type)) {
            return follower.messages();
        }
    }

    public static <T> T parse(EventType<T> type, byte[] json) {
        try {
            return EventJson.read(type, json);
        } catch (MalformedEventException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    /** As keys are published: the secret itself is on no topic. */
    public static String sha256(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public synchronized void close() {
        producer.close();
        TopicFollower follower = usage;
        if (follower != null) {
            follower.close();
        }
    }
}
