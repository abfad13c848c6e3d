/** The process's clock. */
@NullMarked
package io.tollgate.chat.clock;

import org.jspecify.annotations.NullMarked;
