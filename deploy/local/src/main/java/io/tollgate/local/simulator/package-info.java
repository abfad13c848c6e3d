/** A simulated OpenAI-compatible model provider that counts what it served. */
@NullMarked
package io.tollgate.local.simulator;

import org.jspecify.annotations.NullMarked;
