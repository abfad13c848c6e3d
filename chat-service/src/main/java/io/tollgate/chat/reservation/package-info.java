/** Reservations and the outbox in Redis: one script for each step, each all or nothing. */
@NullMarked
package io.tollgate.chat.reservation;

import org.jspecify.annotations.NullMarked;
