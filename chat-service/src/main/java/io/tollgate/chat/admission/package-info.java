/** Whether a call may start: the budget reservation, in Redis or, while Redis is away, in this process. */
@NullMarked
package io.tollgate.chat.admission;

import org.jspecify.annotations.NullMarked;
