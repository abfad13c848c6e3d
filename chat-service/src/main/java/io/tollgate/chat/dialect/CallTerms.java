package io.tollgate.chat.dialect;

/**
 * What a translator has to know of its call besides the request.
 *
 * @param model the provider's name of the model
 * @param stream whether the answer is asked for as a stream
 * @param legacyFunctions whether the client speaks of {@code functions}, and is to be answered with {@code function_call}
 * @param callId unique, 1 to 40 of {@code A-Za-z0-9_-}; names answers and tool calls that a provider gave no name
 * @param created seconds since the epoch
 * @param outputTokensDefault for dialects in which a bound is mandatory, where the client set none
 */
public record CallTerms(
        String model, boolean stream, boolean legacyFunctions, String callId, long created, int outputTokensDefault) {

    public CallTerms {
        if (model.isBlank() || !callId.matches("[A-Za-z0-9_-]{1,40}") || outputTokensDefault < 1) {
            throw new IllegalArgumentException("invalid call terms: model '" + model + "', call id '" + callId
                    + "', output tokens " + outputTokensDefault);
        }
    }
}
