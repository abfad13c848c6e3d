/** Readiness: can authenticate, can record usage. */
@NullMarked
package io.tollgate.chat.health;

import org.jspecify.annotations.NullMarked;
