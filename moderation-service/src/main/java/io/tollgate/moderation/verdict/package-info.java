/** Verdicts: what the endpoint decided, recorded on the event log. */
@NullMarked
package io.tollgate.moderation.verdict;

import org.jspecify.annotations.NullMarked;
