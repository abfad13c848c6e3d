/** The packaged service, killed again and again. */
@NullMarked
package io.tollgate.billing.drill;

import org.jspecify.annotations.NullMarked;
