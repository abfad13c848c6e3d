/** Linear models of texts: vectors, logistic regression, calibration. */
@NullMarked
package io.tollgate.trainer.learn;

import org.jspecify.annotations.NullMarked;
