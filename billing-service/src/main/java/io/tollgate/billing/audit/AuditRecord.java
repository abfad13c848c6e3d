package io.tollgate.billing.audit;

import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One record of the trail.
 *
 * @param day in UTC
 * @param position 1 for the first record of the day
 * @param before JSON, null for what did not exist
 * @param after JSON, null for what is gone
 * @param previousHash the hash of the record before, of whatever day; zeros for the first of all
 * @param hash covers everything above
 */
public record AuditRecord(
        String organization,
        LocalDate day,
        long position,
        String id,
        Instant recordedAt,
        String type,
        String actorType,
        @Nullable String actorKey,
        String actorId,
        @Nullable String actorEmail,
        @Nullable String project,
        String subject,
        @Nullable String before,
        @Nullable String after,
        String previousHash,
        String hash) {

    static final String COLUMNS = "organization, day, position, id, recorded_at, type, actor_type, actor_key, actor_id,"
            + " actor_email, project, subject, before, after, previous_hash, hash";

    static final String NO_RECORD = "0".repeat(64);

    static AuditRecord of(Row row) {
        return new AuditRecord(
                row.getString("organization"),
                row.getLocalDate("day"),
                row.getLong("position"),
                row.getString("id"),
                row.getOffsetDateTime("recorded_at").toInstant(),
                row.getString("type"),
                row.getString("actor_type"),
                row.getString("actor_key"),
                row.getString("actor_id"),
                row.getString("actor_email"),
                row.getString("project"),
                row.getString("subject"),
                row.getString("before"),
                row.getString("after"),
                row.getString("previous_hash"),
                row.getString("hash"));
    }

    /** What {@link #hash} must be: the SHA-256 of all fields, each behind its length in bytes, in hexadecimal. */
    String computedHash() {
        StringBuilder fields = new StringBuilder();
        append(fields, previousHash);
        append(fields, organization);
        append(fields, day.toString());
        append(fields, Long.toString(position));
        append(fields, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, recordedAt)));
        append(fields, type);
        append(fields, actorType);
        append(fields, actorKey);
        append(fields, actorId);
        append(fields, actorEmail);
        append(fields, project);
        append(fields, subject);
        append(fields, before);
        append(fields, after);
        try {
            byte[] bytes = fields.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    private static void append(StringBuilder fields, @Nullable String value) {
        if (value == null) {
            fields.append('-');
        } else {
            fields.append(value.getBytes(StandardCharsets.UTF_8).length)
                    .append(':')
                    .append(value);
        }
    }
}
