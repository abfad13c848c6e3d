/** What was said, sealed, for as long as it may be kept. */
@NullMarked
package io.tollgate.moderation.transcript;

import org.jspecify.annotations.NullMarked;
