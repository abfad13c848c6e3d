/** The other services' part in this service's tests, played over real topics. */
@NullMarked
package io.tollgate.chat.testing;

import org.jspecify.annotations.NullMarked;
