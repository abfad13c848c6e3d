/** Figures of quality, with confidence intervals. */
@NullMarked
package io.tollgate.trainer.measure;

import org.jspecify.annotations.NullMarked;
