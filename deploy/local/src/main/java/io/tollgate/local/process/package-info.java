/** Processes of the suite: start, readiness, pid files, logs, stop. */
@NullMarked
package io.tollgate.local.process;

import org.jspecify.annotations.NullMarked;
