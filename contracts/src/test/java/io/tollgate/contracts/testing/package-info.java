/** A small seeded generator and what properties are checked with. */
@NullMarked
package io.tollgate.contracts.testing;

import org.jspecify.annotations.NullMarked;
