/** What the gateway's own work on a call's bytes costs, apart from network and stores. */
@NullMarked
package io.tollgate.bench.gate;

import org.jspecify.annotations.NullMarked;
