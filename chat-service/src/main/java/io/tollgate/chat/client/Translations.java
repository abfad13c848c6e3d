package io.tollgate.chat.client;

import io.tollgate.chat.completion.InvalidRequestException;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.failure.GatewayFailure;

/** What both dialects say of a request that cannot be translated. */
final class Translations {

    private Translations() {}

    static InvalidRequestException refused(InexpressibleRequestException cause) {
        return new InvalidRequestException(GatewayFailure.invalid(cause.code(), cause.param(), cause.reason()));
    }
}
