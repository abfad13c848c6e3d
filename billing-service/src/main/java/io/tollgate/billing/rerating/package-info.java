/** The past rated again: by itself where a price arrives late, otherwise by an explicit run. */
@NullMarked
package io.tollgate.billing.rerating;

import org.jspecify.annotations.NullMarked;
