/** The price book: seed, storage and the snapshot that rates. */
@NullMarked
package io.tollgate.billing.price;

import org.jspecify.annotations.NullMarked;
