package io.tollgate.chat.guard;

import io.tollgate.chat.failure.GatewayFailure;

/** What the input guard says to a request. */
public sealed interface GuardDecision {

    record Pass() implements GuardDecision {}

    record Block(GatewayFailure failure) implements GuardDecision {}
}
