/** The suite that is measured: started for the purpose, with every stage on. */
@NullMarked
package io.tollgate.bench.suite;

import org.jspecify.annotations.NullMarked;
