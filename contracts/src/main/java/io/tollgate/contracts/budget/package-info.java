/** Budget periods as instants. */
@NullMarked
package io.tollgate.contracts.budget;

import org.jspecify.annotations.NullMarked;
