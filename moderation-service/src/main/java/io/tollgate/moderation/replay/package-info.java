/** What another policy would have decided about stored transcripts. */
@NullMarked
package io.tollgate.moderation.replay;

import org.jspecify.annotations.NullMarked;
