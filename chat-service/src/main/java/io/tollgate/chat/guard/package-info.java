/** The guard on requests and answers: the moderation engine in process, policies, verdicts. */
@NullMarked
package io.tollgate.chat.guard;

import org.jspecify.annotations.NullMarked;
