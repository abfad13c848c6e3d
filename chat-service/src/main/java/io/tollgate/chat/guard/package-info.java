/** The input guard: the moderation engine in process. */
@NullMarked
package io.tollgate.chat.guard;

import org.jspecify.annotations.NullMarked;
