/** Who is calling: API keys, looked up in memory. */
@NullMarked
package io.tollgate.chat.access;

import org.jspecify.annotations.NullMarked;
