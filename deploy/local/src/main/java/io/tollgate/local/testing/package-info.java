/** The real servers for the tests of services, in processes of their own. */
@NullMarked
package io.tollgate.local.testing;

import org.jspecify.annotations.NullMarked;
