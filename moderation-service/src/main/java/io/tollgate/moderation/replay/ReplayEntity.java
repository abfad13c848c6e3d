package io.tollgate.moderation.replay;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A replay that was asked for. Its progress is written by whoever runs it, see {@link ReplayWorker}. */
@Entity
@Table(name = "replay")
class ReplayEntity {

    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "organization", nullable = false, updatable = false)
    String organization;

    @Column(name = "project", nullable = false, updatable = false)
    String project;

    @Column(name = "candidate", nullable = false, updatable = false)
    String candidate;

    @Column(name = "window_from", nullable = false, updatable = false)
    OffsetDateTime windowFrom;

    @Column(name = "window_to", nullable = false, updatable = false)
    OffsetDateTime windowTo;

    @Column(name = "transcripts_max", nullable = false, updatable = false)
    int transcriptsMax;

    @Column(name = "status", nullable = false)
    String status;

    @Column(name = "created_at", nullable = false, updatable = false)
    OffsetDateTime createdAt;

    @Column(name = "created_by", nullable = false, updatable = false)
    String createdBy;

    @Column(name = "total", insertable = false, updatable = false)
    @Nullable
    Long total;

    @Column(name = "processed", nullable = false)
    long processed;

    @Column(name = "finished_at")
    @Nullable
    OffsetDateTime finishedAt;

    @Column(name = "report", insertable = false, updatable = false)
    @Nullable
    String report;

    @Column(name = "failure", insertable = false, updatable = false)
    @Nullable
    String failure;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ReplayEntity() {}

    ReplayEntity(UUID id, String organization, ReplayRequest request, OffsetDateTime createdAt, String createdBy) {
        this.id = id;
        this.organization = organization;
        this.project = request.project();
        this.candidate = request.candidate();
        this.windowFrom = request.from();
        this.windowTo = request.to();
        this.transcriptsMax = request.transcriptsMax();
        this.status = "queued";
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    boolean isOpen() {
        return status.equals("queued") || status.equals("running");
    }

    void cancel(OffsetDateTime at) {
        status = "cancelled";
        finishedAt = at;
    }
}
