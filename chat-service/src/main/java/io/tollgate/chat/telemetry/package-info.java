/** Names of metrics, spans and attributes, each in one place. */
@NullMarked
package io.tollgate.chat.telemetry;

import org.jspecify.annotations.NullMarked;
