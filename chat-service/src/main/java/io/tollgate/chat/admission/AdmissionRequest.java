package io.tollgate.chat.admission;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.reservation.OutboxEntry;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * An attempt that asks to start.
 *
 * @param at decides which budget periods it falls into
 * @param costBoundNano the most it can cost, in nano-dollars; empty if the model has no price
 * @param orphan the usage event that stands for it if this process dies
 */
public record AdmissionRequest(
        Caller caller, Instant at, UUID attemptId, OptionalLong costBoundNano, OutboxEntry orphan) {}
