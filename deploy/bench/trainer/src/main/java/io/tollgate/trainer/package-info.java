/** Trains the classifier of the moderation engine, and measures it. */
@NullMarked
package io.tollgate.trainer;

import org.jspecify.annotations.NullMarked;
