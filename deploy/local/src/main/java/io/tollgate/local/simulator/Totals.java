package io.tollgate.local.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Sums over all calls since the journal was last emptied. */
record Totals(
        long calls,
        long streamed,
        long complete,
        @JsonProperty("client_gone") long clientGone,
        long fault,
        @JsonProperty("prompt_tokens") long promptTokens,
        @JsonProperty("completion_tokens") long completionTokens) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0);

    Totals plus(Call call) {
        return new Totals(
                calls + 1,
                streamed + (call.stream() ? 1 : 0),
                complete + (call.end() == Call.End.COMPLETE ? 1 : 0),
                clientGone + (call.end() == Call.End.CLIENT_GONE ? 1 : 0),
                fault + (call.end() == Call.End.FAULT ? 1 : 0),
                promptTokens + call.promptTokens(),
                completionTokens + call.completionTokens());
    }
}
