/** A linear classifier over hashed n-grams, and the model it reads. Knows nothing of categories or rules. */
@NullMarked
package io.tollgate.moderation.engine.classify;

import org.jspecify.annotations.NullMarked;
