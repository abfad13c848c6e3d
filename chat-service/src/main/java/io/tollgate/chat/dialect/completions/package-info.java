/** OpenAI's older completions as a client speaks them, to the chat dialect, and back. */
@NullMarked
package io.tollgate.chat.dialect.completions;

import org.jspecify.annotations.NullMarked;
