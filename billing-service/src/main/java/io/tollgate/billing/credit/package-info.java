/** What organizations paid ahead or were granted, and what became of it. */
@NullMarked
package io.tollgate.billing.credit;

import org.jspecify.annotations.NullMarked;
