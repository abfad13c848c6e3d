/** The launcher: the whole suite on one machine, supervised. */
@NullMarked
package io.tollgate.local.launcher;

import org.jspecify.annotations.NullMarked;
