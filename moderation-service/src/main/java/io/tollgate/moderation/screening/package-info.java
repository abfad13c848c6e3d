/** The moderation endpoint: what a call may ask, how it is answered. */
@NullMarked
package io.tollgate.moderation.screening;

import org.jspecify.annotations.NullMarked;
