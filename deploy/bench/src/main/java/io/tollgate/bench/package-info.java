/** Measures what the gateway adds to a call, and what it costs. */
@NullMarked
package io.tollgate.bench;

import org.jspecify.annotations.NullMarked;
