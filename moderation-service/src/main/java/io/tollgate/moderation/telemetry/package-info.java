/** The names of this service's metrics, and its traces. */
@NullMarked
package io.tollgate.moderation.telemetry;

import org.jspecify.annotations.NullMarked;
