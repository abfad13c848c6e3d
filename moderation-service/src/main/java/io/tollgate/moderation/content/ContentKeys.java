package io.tollgate.moderation.content;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.content.ContentOpener;
import io.tollgate.moderation.database.Database;
import io.tollgate.moderation.failure.RefusedException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The organizations' key pairs for content: made when first needed, opened for each use, destroyed for good. */
@ApplicationScoped
public class ContentKeys {

    private static final String IN_USE =
            "from ContentKeyEntity where organization = :organization and destroyedAt is null";
    private static final String NEWEST =
            "select coalesce(max(version), 0) from ContentKeyEntity where organization = :organization";
    private static final String LOCK = "SELECT count(*) FROM pg_advisory_xact_lock(hashtextextended(:organization, 0))";
    private static final String OPEN = """
            SELECT public_key, wrapped_private_key FROM content_key WHERE key_id = $1 AND organization = $2
                AND wrapped_private_key IS NOT NULL""";

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;
    private final Database database;
    private final MasterKeys masterKeys;
    private final ContentKeyTopic topic;
    private final InstantSource clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    ContentKeys(
            Mutiny.SessionFactory sessions,
            Pool pool,
            Database database,
            MasterKeys masterKeys,
            ContentKeyTopic topic,
            InstantSource clock) {
        this.sessions = sessions;
        this.pool = pool;
        this.database = database;
        this.masterKeys = masterKeys;
        this.topic = topic;
        this.clock = clock;
    }

    /** Sees to it that what an organization says can be sealed. Fails with 503 where it cannot be. */
    public Uni<Void> ensure(String organization) {
        MasterKey master = masterKeys.get().orElse(null);
        if (master == null) {
            return Uni.createFrom()
                    .failure(RefusedException.unavailable(
                            "This installation stores no content: it has no master key (TOLLGATE_CONTENT_KEY)."));
        }
        return database.use(() -> sessions.withTransaction(session -> locked(session, organization)
                        .chain(() -> inUse(session, organization))
                        .onItem()
                        .ifNull()
                        .switchTo(() -> create(session, organization, master))))
                .call(topic::announce)
                .replaceWithVoid();
    }

    /** One change of an organization's keys at a time: two would both be its newest. */
    private static Uni<Void> locked(Mutiny.Session session, String organization) {
        return session.createNativeQuery(LOCK, Object.class)
                .setParameter("organization", organization)
                .getResultList()
                .replaceWithVoid();
    }

    private static Uni<@Nullable ContentKeyEntity> inUse(Mutiny.Session session, String organization) {
        return session.createSelectionQuery(IN_USE, ContentKeyEntity.class)
                .setParameter("organization", organization)
                .getSingleResultOrNull();
    }

    private Uni<ContentKeyEntity> create(Mutiny.Session session, String organization, MasterKey master) {
        return session.createSelectionQuery(NEWEST, Long.class)
                .setParameter("organization", organization)
                .getSingleResult()
                .map(newest -> generated(organization, newest + 1, master))
                .call(session::persist);
    }

    private ContentKeyEntity generated(String organization, long version, MasterKey master) {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no content key can be made", impossible);
        }
        UUID id = ids.generate();
        return new ContentKeyEntity(
                id,
                organization,
                version,
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                master.wrap(pair.getPrivate().getEncoded(), organization, id),
                now());
    }

    /**
     * Makes everything unreadable that was sealed for an organization until now. What its policies have stored from now on is
     * sealed with another key.
     *
     * @return how many keys were destroyed: one, or none
     */
    public Uni<Integer> destroy(String organization, String actor) {
        return database.use(() -> sessions.withTransaction(session -> locked(session, organization)
                        .chain(() -> inUse(session, organization)
                                .map(Optional::ofNullable)
                                .invoke(key -> key.ifPresent(found -> found.destroy(actor, now())))
                                .map(key -> key.isPresent() ? 1 : 0))))
                .call(topic::announce);
    }

    /** What opens the content of one key; empty if the key was destroyed, or never was this organization's. */
    public Uni<Optional<ContentOpener>> opener(String organization, UUID keyId) {
        return pool.preparedQuery(OPEN).execute(Tuple.of(keyId, organization)).map(rows -> {
            var found = rows.iterator();
            return found.hasNext() ? Optional.of(opener(found.next(), organization, keyId)) : Optional.empty();
        });
    }

    private ContentOpener opener(Row row, String organization, UUID keyId) {
        MasterKey master = masterKeys
                .get()
                .orElseThrow(
                        () -> new IllegalStateException("there is no master key, but content was sealed with one"));
        try {
            byte[] privateKey =
                    master.unwrap(row.getBuffer("wrapped_private_key").getBytes(), organization, keyId);
            return ContentOpener.of(keyId, privateKey, Base64.getDecoder().decode(row.getString("public_key")));
        } catch (GeneralSecurityException wrongKey) {
            throw new IllegalStateException(
                    "content key " + keyId + " cannot be unwrapped: it was wrapped with another master key", wrongKey);
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
