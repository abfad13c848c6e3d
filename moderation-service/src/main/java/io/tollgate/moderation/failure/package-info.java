/** Every failure that leaves this service, in OpenAI's envelope. */
@NullMarked
package io.tollgate.moderation.failure;

import org.jspecify.annotations.NullMarked;
