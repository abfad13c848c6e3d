/** Errors in OpenAI's envelope, and input that reports every problem at once. */
@NullMarked
package io.tollgate.billing.failure;

import org.jspecify.annotations.NullMarked;
