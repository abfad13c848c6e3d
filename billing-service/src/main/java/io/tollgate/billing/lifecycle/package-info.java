/** The steps before the service is ready, and the clock. */
@NullMarked
package io.tollgate.billing.lifecycle;

import org.jspecify.annotations.NullMarked;
