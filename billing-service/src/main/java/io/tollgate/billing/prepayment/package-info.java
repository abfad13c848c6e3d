/** Organizations that pay ahead: what is left of their credits, and that nothing is served beyond it. */
@NullMarked
package io.tollgate.billing.prepayment;

import org.jspecify.annotations.NullMarked;
