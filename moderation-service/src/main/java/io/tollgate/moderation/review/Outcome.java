package io.tollgate.moderation.review;

import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.tollgate.moderation.transcript.StoredTranscript.Earlier;
import org.jspecify.annotations.Nullable;

/**
 * What an examination of one side has come to.
 *
 * @param earlier what was decided then
 * @param decision what is decided now
 * @param examined on what grounds
 * @param verdict what is to be published; null where nothing is new
 */
record Outcome(
        Stage stage,
        Earlier earlier,
        Decision decision,
        Examined examined,
        @Nullable VerdictReached verdict) {

    /** Whether a person is to look at it: what passed, and might not have. */
    boolean isForReview() {
        return decision == Decision.FLAG || decision == Decision.ESCALATE || decision == Decision.BLOCK;
    }
}
