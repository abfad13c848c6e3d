package io.tollgate.moderation.review;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.TranscriptContent;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.tollgate.moderation.content.ContentKeys;
import io.tollgate.moderation.database.Database;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.policy.Administrator;
import io.tollgate.moderation.transcript.StoredTranscript;
import io.tollgate.moderation.transcript.Transcripts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * What reviewers do. An item is locked while it changes, and its history is written in the same transaction; what is not the
 * caller's does not exist.
 */
@ApplicationScoped
class ReviewQueue {

    private static final String PAGE = """
            from ReviewItemEntity where organization = :organization and id < :after
                and (:project = '' or project = :project) and (:stage = '' or stage = :stage)
                and (:category = '' or concat(' ', categories, ' ') like concat('% ', :category, ' %'))
                and (:status = '' or (:status = 'open' and (status = 'open' or status = 'claimed' and claimedUntil <= :now))
                    or (:status = 'claimed' and status = 'claimed' and claimedUntil > :now)
                    or (:status not in ('open', 'claimed') and status = :status)) order by id desc""";
    private static final String HISTORY = "from ReviewEventEntity where item = :item order by id";
    private static final String DECIDED = """
            from ReviewItemEntity where organization = :organization and id < :after
                and (:project = '' or project = :project) and status in ('confirmed', 'overturned') order by id desc""";

    private final Mutiny.SessionFactory sessions;
    private final Database database;
    private final Transcripts transcripts;
    private final ContentKeys keys;
    private final ReviewConfig config;
    private final InstantSource clock;

    ReviewQueue(
            Mutiny.SessionFactory sessions,
            Database database,
            Transcripts transcripts,
            ContentKeys keys,
            ReviewConfig config,
            InstantSource clock) {
        this.sessions = sessions;
        this.database = database;
        this.transcripts = transcripts;
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    Uni<ReviewPage> list(Administrator caller, ReviewFilter filter) {
        OffsetDateTime now = now();
        return database.use(() -> sessions.withSession(
                        session -> session.createSelectionQuery(PAGE, ReviewItemEntity.class)
                                .setParameter("organization", caller.organization())
                                .setParameter("after", filter.after())
                                .setParameter("project", filter.project())
                                .setParameter("stage", filter.stage())
                                .setParameter("category", filter.category())
                                .setParameter("status", filter.status())
                                .setParameter("now", now)
                                .setMaxResults(filter.limit() + 1)
                                .getResultList())
                .map(found -> ReviewPage.of(
                        found.stream()
                                .map(item -> ReviewItem.of(item, now, null))
                                .toList(),
                        filter.limit())));
    }

    Uni<ReviewItem> find(Administrator caller, UUID id) {
        return database.use(() -> sessions.withSession(session ->
                own(session.find(ReviewItemEntity.class, id), caller).chain(item -> history(session, item))));
    }

    private Uni<ReviewItem> history(Mutiny.Session session, ReviewItemEntity item) {
        return session.createSelectionQuery(HISTORY, ReviewEventEntity.class)
                .setParameter("item", item.id)
                .getResultList()
                .map(events -> ReviewItem.of(
                        item, now(), events.stream().map(ReviewItem.Event::of).toList()));
    }

    Uni<ReviewItem> claim(Administrator caller, UUID id) {
        return changed(caller, id, (session, item) -> {
            item.claim(caller, now(), config.claimLease());
            return added(session, item, caller, "claimed", null, null);
        });
    }

    /** @param outcome confirmed, overturned or escalated */
    Uni<ReviewItem> conclude(Administrator caller, UUID id, String outcome, ReviewDecision decision) {
        return changed(caller, id, (session, item) -> {
            String found = outcome.equals(ReviewItemEntity.CONFIRMED)
                    ? decision.found(ReviewItem.split(item.categories))
                    : null;
            item.conclude(outcome, caller, now(), found);
            return added(session, item, caller, outcome, decision.reason(), found);
        });
    }

    /** What was said. That it was looked at is in the history before it is shown. */
    Uni<List<Turn>> content(Administrator caller, UUID id) {
        return changed(caller, id, (session, item) -> added(session, item, caller, "viewed", null, null))
                .chain(item -> database.use(() -> transcripts
                        .find(caller.organization(), item.requestId())
                        .chain(transcript -> opened(transcript)
                                .map(turns -> turns.orElseThrow(() -> RefusedException.notFound(
                                        "What was said is not stored, no longer stored, or was erased."))))));
    }

    private Uni<Optional<List<Turn>>> opened(Optional<StoredTranscript> found) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        StoredTranscript transcript = found.get();
        return keys.opener(transcript.organization(), transcript.sealed().keyId())
                .map(opener -> {
                    try {
                        return opener.isEmpty()
                                ? Optional.<List<Turn>>empty()
                                : Optional.of(TranscriptContent.open(
                                        opener.get(),
                                        transcript.requestId(),
                                        transcript.organization(),
                                        transcript.project(),
                                        transcript.sealed()));
                    } catch (UnreadableContentException unreadable) {
                        throw new IllegalStateException("a stored transcript cannot be opened", unreadable);
                    }
                });
    }

    /** Decided items with what was said, for training; each of them counts as looked at. What is erased is left out. */
    Uni<LabelPage> labels(Administrator caller, ReviewFilter filter) {
        return database.use(() -> sessions.withTransaction(session -> session.createSelectionQuery(
                                DECIDED, ReviewItemEntity.class)
                        .setParameter("organization", caller.organization())
                        .setParameter("after", filter.after())
                        .setParameter("project", filter.project())
                        .setMaxResults(filter.limit())
                        .getResultList()
                        .call(items -> session.persistAll(items.stream()
                                .map(item -> new ReviewEventEntity(item.id, now(), caller.id(), "exported", null, null))
                                .toArray())))
                .chain(items -> Multi.createFrom()
                        .iterable(items)
                        .onItem()
                        .transformToUniAndConcatenate(item -> transcripts
                                .find(caller.organization(), item.requestId)
                                .chain(this::opened)
                                .map(turns -> new LabelPage.Labelled(item, turns.orElse(List.of()))))
                        .collect()
                        .asList())
                .map(LabelPage::of));
    }

    private interface Change {
        Uni<Void> apply(Mutiny.Session session, ReviewItemEntity item);
    }

    private Uni<ReviewItem> changed(Administrator caller, UUID id, Change change) {
        return database.use(() -> sessions.withTransaction(session -> own(
                        session.find(ReviewItemEntity.class, id, LockModeType.PESSIMISTIC_WRITE), caller)
                .invoke(item -> {
                    if (!caller.mayChange(item.project)) {
                        throw RefusedException.forbidden("The role of this admin key does not permit reviewing.");
                    }
                })
                .call(item -> change.apply(session, item))
                .call(session::flush)
                .chain(item -> history(session, item))));
    }

    private Uni<Void> added(
            Mutiny.Session session,
            ReviewItemEntity item,
            Administrator by,
            String action,
            @Nullable String reason,
            @Nullable String labels) {
        return session.persist(new ReviewEventEntity(item.id, now(), by.id(), action, reason, labels));
    }

    private static Uni<ReviewItemEntity> own(Uni<@Nullable ReviewItemEntity> found, Administrator caller) {
        return found.map(item -> {
            if (item == null || !item.organization.equals(caller.organization()) || !caller.maySee(item.project)) {
                throw RefusedException.notFound("There is no such item.");
            }
            return item;
        });
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
