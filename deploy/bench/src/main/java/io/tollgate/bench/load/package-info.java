/** The load generator, which runs in a process of its own, and the handle to it. */
@NullMarked
package io.tollgate.bench.load;

import org.jspecify.annotations.NullMarked;
