/** The single transaction that turns usage into money, and reading it back. */
@NullMarked
package io.tollgate.billing.ledger;

import org.jspecify.annotations.NullMarked;
