/** Providers' bills against the ledger: compared, classified, and adjusted only where somebody approves. */
@NullMarked
package io.tollgate.billing.reconciliation;

import org.jspecify.annotations.NullMarked;
