package io.tollgate.moderation.review;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One entry of an item's history. Only ever added; the database refuses anything else. */
@Entity
@Table(name = "review_event")
class ReviewEventEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    @Nullable
    Long id;

    @Column(name = "item", nullable = false, updatable = false)
    UUID item;

    @Column(name = "happened_at", nullable = false, updatable = false)
    OffsetDateTime happenedAt;

    @Column(name = "actor", nullable = false, updatable = false)
    String actor;

    @Column(name = "action", nullable = false, updatable = false)
    String action;

    @Column(name = "reason", updatable = false)
    @Nullable
    String reason;

    @Column(name = "labels", updatable = false)
    @Nullable
    String labels;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ReviewEventEntity() {}

    ReviewEventEntity(
            UUID item,
            OffsetDateTime happenedAt,
            String actor,
            String action,
            @Nullable String reason,
            @Nullable String labels) {
        this.item = item;
        this.happenedAt = happenedAt;
        this.actor = actor;
        this.action = action;
        this.reason = reason;
        this.labels = labels;
    }
}
