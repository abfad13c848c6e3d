/** Every call served is in the ledger exactly once, whatever is killed meanwhile. */
@NullMarked
package io.tollgate.e2e.conservation;

import org.jspecify.annotations.NullMarked;
