package io.tollgate.moderation.review;

import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.policy.Administrator;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A finding that waits for a person, and what became of it. */
@Entity
@Table(name = "review_item")
class ReviewItemEntity {

    static final String OPEN = "open";
    static final String CLAIMED = "claimed";
    static final String ESCALATED = "escalated";
    static final String CONFIRMED = "confirmed";
    static final String OVERTURNED = "overturned";

    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "organization", nullable = false, updatable = false)
    String organization;

    @Column(name = "project", nullable = false, updatable = false)
    String project;

    @Column(name = "request_id", nullable = false, updatable = false)
    UUID requestId;

    @Column(name = "stage", nullable = false, updatable = false)
    String stage;

    @Column(name = "decision", nullable = false, updatable = false)
    String decision;

    @Column(name = "decision_then", nullable = false, updatable = false)
    String decisionThen;

    @Column(name = "categories", nullable = false, updatable = false)
    String categories;

    @Column(name = "model", nullable = false, updatable = false)
    String model;

    @Column(name = "completed_at", nullable = false, updatable = false)
    OffsetDateTime completedAt;

    @Column(name = "policy_version", updatable = false)
    @Nullable
    Long policyVersion;

    @Column(name = "verdict_id", nullable = false, updatable = false)
    UUID verdictId;

    @Column(name = "created_at", nullable = false, updatable = false)
    OffsetDateTime createdAt;

    @Column(name = "status", nullable = false)
    String status;

    @Column(name = "reviewer")
    @Nullable
    String reviewer;

    @Column(name = "claimed_until")
    @Nullable
    OffsetDateTime claimedUntil;

    @Column(name = "decided_at")
    @Nullable
    OffsetDateTime decidedAt;

    @Column(name = "labels")
    @Nullable
    String labels;

    /** For Hibernate, which alone makes them: they are written with the verdict. */
    @SuppressWarnings("NullAway.Init")
    protected ReviewItemEntity() {}

    /** @throws RefusedException if somebody else has it, or it is decided, or it was escalated and the caller is no owner */
    void claim(Administrator by, OffsetDateTime now, Duration lease) {
        if (status.equals(CONFIRMED) || status.equals(OVERTURNED)) {
            throw RefusedException.conflict("This item is decided: " + status + ".");
        }
        if (isHeld(now) && !by.id().equals(reviewer)) {
            throw RefusedException.conflict("This item is claimed by somebody else until " + claimedUntil + ".");
        }
        if (status.equals(ESCALATED) && !by.owner()) {
            throw RefusedException.forbidden(
                    "This item was escalated: only an owner of the organization may claim it.");
        }
        status = CLAIMED;
        reviewer = by.id();
        claimedUntil = now.plus(lease);
    }

    /** @throws RefusedException if the caller has no claim to it that still stands */
    void conclude(String outcome, Administrator by, OffsetDateTime now, @Nullable String found) {
        if (!isHeld(now) || !by.id().equals(reviewer)) {
            throw RefusedException.conflict("Claim this item first: nobody else may be deciding about it.");
        }
        status = outcome;
        claimedUntil = null;
        if (!outcome.equals(ESCALATED)) {
            decidedAt = now;
            labels = found;
        }
    }

    private boolean isHeld(OffsetDateTime now) {
        return status.equals(CLAIMED) && claimedUntil != null && claimedUntil.isAfter(now);
    }

    /** As it is shown: a claim that ran out is open again. */
    String shownStatus(OffsetDateTime now) {
        return status.equals(CLAIMED) && !isHeld(now) ? OPEN : status;
    }
}
