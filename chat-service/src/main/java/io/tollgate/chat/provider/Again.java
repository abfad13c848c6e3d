package io.tollgate.chat.provider;

import io.tollgate.chat.failure.GatewayFailure;

/** Whether asking again can end better than it did. */
public enum Again {
    /** The request itself is refused: every target would. */
    NEVER,
    /** This target would refuse again, another one may not. */
    ELSEWHERE,
    /** Another target may answer, and this one may later. */
    ANYWHERE;

    /**
     * After an error answer.
     *
     * @param status the provider's
     * @param failure what the caller would be told of it
     */
    public static Again afterAnswer(int status, GatewayFailure failure) {
        if (failure.retry() instanceof GatewayFailure.Retry.Never && status == 429) {
            // The provider's account is exhausted.
            return ELSEWHERE;
        }
        return switch (status) {
            case 401, 402, 403, 404 -> ELSEWHERE;
            case 408, 409, 425, 429 -> ANYWHERE;
            default -> status >= 400 && status < 500 ? NEVER : ANYWHERE;
        };
    }

    /** After a call that got no answer at all. */
    public static Again afterFailure(Throwable failure) {
        return failure instanceof UntranslatableRequestException ? ELSEWHERE : ANYWHERE;
    }
}
