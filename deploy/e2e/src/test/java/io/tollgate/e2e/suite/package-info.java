/** The running suite as its users see it: its file, its URLs, its processes. */
@NullMarked
package io.tollgate.e2e.suite;

import org.jspecify.annotations.NullMarked;
