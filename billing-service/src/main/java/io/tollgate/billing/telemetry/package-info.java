/** Metrics, spans and the switch that leaves tracing out where nobody collects it. */
@NullMarked
package io.tollgate.billing.telemetry;

import org.jspecify.annotations.NullMarked;
