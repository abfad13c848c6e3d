/** What the process needs before it can answer: clock and engine. */
@NullMarked
package io.tollgate.moderation.lifecycle;

import org.jspecify.annotations.NullMarked;
