/** Versioned prices and the rating of usage. */
@NullMarked
package io.tollgate.contracts.price;

import org.jspecify.annotations.NullMarked;
