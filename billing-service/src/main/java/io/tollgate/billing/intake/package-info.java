/** From the usage topic to the ledger: validation, dead letters, retry in place. */
@NullMarked
package io.tollgate.billing.intake;

import org.jspecify.annotations.NullMarked;
