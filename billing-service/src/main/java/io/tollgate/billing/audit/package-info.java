/** Who changed what: an append-only trail whose records are chained by their hashes. */
@NullMarked
package io.tollgate.billing.audit;

import org.jspecify.annotations.NullMarked;
