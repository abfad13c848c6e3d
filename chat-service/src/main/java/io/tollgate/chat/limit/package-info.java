/** How much may be asked for at a time: which counters a call is counted in, and what a full one is told as. */
@NullMarked
package io.tollgate.chat.limit;

import org.jspecify.annotations.NullMarked;
