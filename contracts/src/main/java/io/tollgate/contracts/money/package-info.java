/** Exact money: integer pico-dollars. */
@NullMarked
package io.tollgate.contracts.money;

import org.jspecify.annotations.NullMarked;
