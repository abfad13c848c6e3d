package io.tollgate.moderation.content;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.ContentKeyPublished;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.moderation.database.Database;
import io.tollgate.moderation.database.DatabaseFailure;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Announces public keys, and their destruction, to whoever seals. What was not announced stays marked in the database and is
 * announced again; readers keep the highest version, so twice is once.
 */
@ApplicationScoped
class ContentKeyTopic {

    private static final Logger LOG = Logger.getLogger(ContentKeyTopic.class);
    private static final String SOURCE = "moderation-service";
    private static final String UNANNOUNCED = """
            SELECT key_id, organization, version, public_key, destroyed_at IS NULL AS active
            FROM content_key WHERE NOT announced ORDER BY organization, version LIMIT 100""";
    private static final String ANNOUNCED =
            "UPDATE content_key SET announced = true WHERE key_id = $1 AND version = $2";

    private final MutinyEmitter<byte[]> emitter;
    private final Pool pool;
    private final Database database;
    private final Vertx vertx;
    private final ContentConfig config;
    private final InstantSource clock;
    private long timer;

    ContentKeyTopic(
            @Channel("content-key-out") MutinyEmitter<byte[]> emitter,
            Pool pool,
            Database database,
            Vertx vertx,
            ContentConfig config,
            InstantSource clock) {
        this.emitter = emitter;
        this.pool = pool;
        this.database = database;
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.announceInterval().toMillis(), tick -> {
            if (database.isPrepared()) {
                announce().subscribe().with(done -> {}, failure -> {});
            }
        });
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Announces whatever was not yet. Never fails: what fails is tried again later. */
    Uni<Void> announce() {
        return pool.query(UNANNOUNCED)
                .execute()
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(this::announce)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Content keys cannot be announced, trying again: cause=%s", DatabaseFailure.describe(failure)))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> announce(Row row) {
        ContentKeyPublished key = new ContentKeyPublished(
                row.getLong("version"),
                row.getString("organization"),
                row.getUUID("key_id"),
                row.getString("public_key"),
                row.getBoolean("active"));
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(key.organization())
                .withHeaders(headers(key))
                .build();
        byte[] value = EventJson.write(EventType.CONTENT_KEY_PUBLISHED, key);
        return emitter.sendMessage(Message.of(value).addMetadata(metadata))
                .chain(() -> pool.preparedQuery(ANNOUNCED).execute(Tuple.of(key.keyId(), key.version())))
                .replaceWithVoid();
    }

    private RecordHeaders headers(ContentKeyPublished key) {
        CloudEventAttributes attributes = new CloudEventAttributes(
                UUID.randomUUID().toString(),
                SOURCE,
                EventType.CONTENT_KEY_PUBLISHED.type(),
                "organization/" + key.organization(),
                clock.instant());
        RecordHeaders headers = new RecordHeaders();
        attributes
                .toHeaders(EventType.CONTENT_KEY_PUBLISHED)
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}
