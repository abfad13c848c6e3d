package io.tollgate.chat.guard;

import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the guard is told of a request beside its texts.
 *
 * @param requestId what the caller is told as {@code x-request-id}
 * @param operation what is asked for
 * @param model the model asked for
 * @param endUser who the client says is asking, null if it does not
 * @param traceParent the request's trace, which verdicts belong to
 */
public record AskedOf(
        UUID requestId,
        Operation operation,
        String model,
        @Nullable String endUser,
        @Nullable String traceParent) {

    boolean isAnsweredByText() {
        return operation == Operation.CHAT || operation == Operation.COMPLETION;
    }

    boolean isTranscribed() {
        return operation == Operation.TRANSCRIPTION || operation == Operation.TRANSLATION;
    }

    /** Whether the request is a form rather than JSON. */
    boolean isForm() {
        return isTranscribed() || operation == Operation.IMAGE_EDIT;
    }

    /** What the field is called that is refused. */
    String inputField() {
        return switch (operation) {
            case CHAT, COMPLETION -> "messages";
            case EMBEDDING, SPEECH, MODERATION -> "input";
            case TRANSCRIPTION, TRANSLATION, IMAGE_GENERATION, IMAGE_EDIT -> "prompt";
        };
    }
}
