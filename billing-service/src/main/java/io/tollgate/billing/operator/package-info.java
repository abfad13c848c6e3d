/** The organization that runs the installation: what concerns all organizations is its to decide. */
@NullMarked
package io.tollgate.billing.operator;

import org.jspecify.annotations.NullMarked;
