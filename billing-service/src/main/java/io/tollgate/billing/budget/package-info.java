/** Budgets: definitions, committed spend, and both published. */
@NullMarked
package io.tollgate.billing.budget;

import org.jspecify.annotations.NullMarked;
