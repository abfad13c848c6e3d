/** Other gateways and proxies, measured beside this one in the same run. */
@NullMarked
package io.tollgate.bench.peer;

import org.jspecify.annotations.NullMarked;
