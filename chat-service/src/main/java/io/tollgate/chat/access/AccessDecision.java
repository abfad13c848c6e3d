package io.tollgate.chat.access;

import io.tollgate.chat.failure.GatewayFailure;

/** Whether a key is accepted. */
public sealed interface AccessDecision {

    record Granted(Caller caller) implements AccessDecision {}

    record Refused(GatewayFailure failure) implements AccessDecision {}
}
