/** Monthly invoices: a draft until the month is final, then written once; corrections are lines of the next one. */
@NullMarked
package io.tollgate.billing.invoice;

import org.jspecify.annotations.NullMarked;
