package io.tollgate.moderation.replay;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.database.Database;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.policy.Administrator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The replays that were asked for. What is not the caller's does not exist. */
@ApplicationScoped
class Replays {

    private static final int LISTED_MAX = 100;
    private static final String LIST = """
            from ReplayEntity where organization = :organization and (:project = '' or project = :project) order by id desc""";
    private static final String OPEN = """
            select count(*) from ReplayEntity where organization = :organization and status in ('queued', 'running')""";

    private final Mutiny.SessionFactory sessions;
    private final Database database;
    private final ReplayConfig config;
    private final InstantSource clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    Replays(Mutiny.SessionFactory sessions, Database database, ReplayConfig config, InstantSource clock) {
        this.sessions = sessions;
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    Uni<Replay> create(Administrator caller, ReplayRequest request) {
        ReplayEntity entity = new ReplayEntity(ids.generate(), caller.organization(), request, now(), caller.id());
        return database.use(() -> sessions.withTransaction(session -> session.createSelectionQuery(OPEN, Long.class)
                        .setParameter("organization", caller.organization())
                        .getSingleResult()
                        .invoke(open -> {
                            if (open >= config.openMax()) {
                                throw RefusedException.conflict("There are " + open
                                        + " replays waiting or running already; wait for one or cancel it.");
                            }
                        })
                        .chain(() -> session.persist(entity)))
                .replaceWith(() -> Replay.of(entity)));
    }

    /** The newest first. */
    Uni<List<Replay>> list(Administrator caller) {
        return database.use(() -> sessions.withSession(session -> session.createSelectionQuery(LIST, ReplayEntity.class)
                        .setParameter("organization", caller.organization())
                        .setParameter("project", caller.project() == null ? "" : caller.project())
                        .setMaxResults(LISTED_MAX)
                        .getResultList())
                .map(found -> found.stream().map(Replay::of).toList()));
    }

    Uni<Replay> find(Administrator caller, UUID id) {
        return database.use(() -> sessions.withSession(
                session -> own(session.find(ReplayEntity.class, id), caller).map(Replay::of)));
    }

    /** Whoever runs it stops at the next page. Cancelling what is over changes nothing. */
    Uni<Replay> cancel(Administrator caller, UUID id) {
        return database.use(() -> sessions.withTransaction(session -> own(
                        session.find(ReplayEntity.class, id, LockModeType.PESSIMISTIC_WRITE), caller)
                .map(replay -> {
                    if (!caller.mayChange(replay.project)) {
                        throw RefusedException.forbidden("The role of this admin key does not permit this.");
                    }
                    if (replay.isOpen()) {
                        replay.cancel(now());
                    }
                    return Replay.of(replay);
                })));
    }

    private static Uni<ReplayEntity> own(Uni<@Nullable ReplayEntity> found, Administrator caller) {
        return found.map(replay -> {
            if (replay == null
                    || !replay.organization.equals(caller.organization())
                    || !caller.maySee(replay.project)) {
                throw RefusedException.notFound("There is no such replay.");
            }
            return replay;
        });
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
