/** Personal data and secrets: found by shape, confirmed by checksum or context, and masked reversibly. */
@NullMarked
package io.tollgate.moderation.engine.sensitive;

import org.jspecify.annotations.NullMarked;
