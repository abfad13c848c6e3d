package io.tollgate.billing.outbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A row of the outbox, for transactions that go through Hibernate. */
@Entity
@Table(name = "outbox")
class OutboxEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Column(name = "topic", nullable = false)
    String topic;

    @Column(name = "message_key")
    @Nullable
    String messageKey;

    @Column(name = "headers", nullable = false)
    String headers;

    @Column(name = "payload", nullable = false)
    byte[] payload;

    @Column(name = "created_at", nullable = false)
    OffsetDateTime createdAt;

    /** For Hibernate. */
    protected OutboxEntity() {}

    OutboxEntity(OutboxMessage message, OffsetDateTime createdAt) {
        topic = message.topic();
        messageKey = message.key();
        headers = message.headersAsJson();
        payload = message.payload().getBytes();
        this.createdAt = createdAt;
    }
}
