/** Answers given before, for the same request of the same project: which requests, for how long, and in what form. */
@NullMarked
package io.tollgate.chat.cache;

import org.jspecify.annotations.NullMarked;
