/** Calling a model provider over HTTP. */
@NullMarked
package io.tollgate.chat.provider;

import org.jspecify.annotations.NullMarked;
