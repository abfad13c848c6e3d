/** Normalised views of a text, each with a map back to the text as it was written. Knows nothing of categories or terms. */
@NullMarked
package io.tollgate.moderation.engine.text;

import org.jspecify.annotations.NullMarked;
