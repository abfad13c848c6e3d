package io.tollgate.chat.admission;

import io.tollgate.chat.failure.GatewayFailure;

/** Whether an attempt may start. */
public sealed interface AdmissionOutcome {

    /** It may; its money is held until it is settled. */
    record Admitted(Hold hold) implements AdmissionOutcome {}

    record Refused(GatewayFailure failure) implements AdmissionOutcome {}
}
