/**
 * The guard on texts that arrive bit by bit: it lets go whatever can no longer become part of something forbidden, and holds back
 * only the rest. Pure state, no I/O; one thread at a time.
 */
@NullMarked
package io.tollgate.moderation.engine.stream;

import org.jspecify.annotations.NullMarked;
