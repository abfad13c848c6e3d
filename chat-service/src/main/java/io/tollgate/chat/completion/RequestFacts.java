package io.tollgate.chat.completion;

import io.tollgate.chat.target.Needs;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What of a request decides something here, whatever its dialect.
 *
 * @param operation what is asked for
 * @param model the model asked for
 * @param shape what is needed until the answer is complete
 * @param inputBound the most tokens that the request can make a provider read
 * @param maxOutputTokens how many each choice may have, if the client said so
 * @param serviceTier the tier asked for, {@code default} if none
 * @param endUser who the client says is asking, null if it does not
 * @param affinity requests of one affinity go to one target where possible, for the sake of its prompt cache; null if none
 * @param tags the client's own, for its reports and budgets
 * @param texts every text that the guard examines
 * @param needs what a model must be able to do for it
 */
public record RequestFacts(
        Operation operation,
        String model,
        CallShape shape,
        long inputBound,
        OptionalInt maxOutputTokens,
        String serviceTier,
        @Nullable String endUser,
        @Nullable String affinity,
        Map<String, String> tags,
        List<String> texts,
        Needs needs) {

    /**
     * For a body that is sent as it is, and has more than the one that this was read from.
     *
     * @param length bytes
     * @param allTexts every text of it
     */
    public RequestFacts ofBody(int length, List<String> allTexts) {
        int more = Math.max(0, length - shape.bodyLength());
        return new RequestFacts(
                operation,
                model,
                new CallShape(shape.bodyLength() + more, shape.choices(), shape.stream(), shape.includesUsage()),
                inputBound + more,
                maxOutputTokens,
                serviceTier,
                endUser,
                affinity,
                tags,
                allTexts,
                needs);
    }

    /** Whether its answer is made of choices that can be bounded in tokens. */
    boolean generatesTokens() {
        return operation == Operation.CHAT || operation == Operation.COMPLETION;
    }
}
