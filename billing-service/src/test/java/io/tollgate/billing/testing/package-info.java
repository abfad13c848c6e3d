/** What the component tests share: one profile, so that the service boots once, and clients for its servers. */
@NullMarked
package io.tollgate.billing.testing;

import org.jspecify.annotations.NullMarked;
