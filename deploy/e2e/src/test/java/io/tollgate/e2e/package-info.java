/** What the suite promises, tried from outside. */
@NullMarked
package io.tollgate.e2e;

import org.jspecify.annotations.NullMarked;
