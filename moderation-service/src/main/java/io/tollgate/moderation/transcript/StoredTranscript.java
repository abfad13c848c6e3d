package io.tollgate.moderation.transcript;

import io.tollgate.contracts.content.SealedContent;
import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transcript as it lies in the database.
 *
 * @param policyVersion version of the policy that was applied, null where the gateway's own was
 * @param degraded whether it passed while a part of the guard was unavailable
 * @param stored whether the policy has it stored; else it is here only until it was examined again
 * @param input what the guard decided about the request then
 * @param output what the guard decided about the answer then
 * @param attempts how often it was tried to examine it, this time included
 */
public record StoredTranscript(
        UUID requestId,
        String organization,
        String project,
        String model,
        Instant completedAt,
        @Nullable Long policyVersion,
        boolean degraded,
        boolean truncated,
        boolean stored,
        Earlier input,
        Earlier output,
        SealedContent sealed,
        int attempts) {

    /** The columns that {@link #of} reads. */
    public static final String COLUMNS =
            "request_id, organization, project, model, completed_at, policy_version, degraded,"
                    + " truncated, stored, input_decision, input_verdict, output_decision, output_verdict, key_id, sealed, attempts";

    /**
     * What was decided about one side.
     *
     * @param verdict that says so; null where nothing was found, and so no verdict published
     */
    public record Earlier(Decision decision, @Nullable UUID verdict) {}

    public Earlier earlier(Stage stage) {
        return stage == Stage.INPUT ? input : output;
    }

    public static StoredTranscript of(Row row) {
        return new StoredTranscript(
                row.getUUID("request_id"),
                row.getString("organization"),
                row.getString("project"),
                row.getString("model"),
                row.getOffsetDateTime("completed_at").toInstant(),
                row.getLong("policy_version"),
                row.getBoolean("degraded"),
                row.getBoolean("truncated"),
                row.getBoolean("stored"),
                earlier(row, "input"),
                earlier(row, "output"),
                new SealedContent(row.getUUID("key_id"), row.getString("sealed")),
                row.getInteger("attempts"));
    }

    private static Earlier earlier(Row row, String stage) {
        String decision = row.getString(stage + "_decision");
        return new Earlier(
                decision == null ? Decision.ALLOW : Decision.valueOf(decision), row.getUUID(stage + "_verdict"));
    }
}
