/** Prices, as last published: for reservations and for the cost at settlement. */
@NullMarked
package io.tollgate.chat.pricing;

import org.jspecify.annotations.NullMarked;
