/** What a call consumed, in disjoint meters. */
@NullMarked
package io.tollgate.contracts.usage;

import org.jspecify.annotations.NullMarked;
