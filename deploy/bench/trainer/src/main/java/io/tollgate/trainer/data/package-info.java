/** Labelled texts: reading them, finding near-duplicates, splitting them. */
@NullMarked
package io.tollgate.trainer.data;

import org.jspecify.annotations.NullMarked;
