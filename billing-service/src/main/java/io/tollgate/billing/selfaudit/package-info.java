/** Recomputes what is derived from the ledger's rows, and compares. */
@NullMarked
package io.tollgate.billing.selfaudit;

import org.jspecify.annotations.NullMarked;
