/** What a policy makes of texts, for those who ask this service rather than the gateway. */
@NullMarked
package io.tollgate.moderation.enforcement;

import org.jspecify.annotations.NullMarked;
