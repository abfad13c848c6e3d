/** Anthropic's Messages as a client speaks them, to OpenAI's chat dialect, and back. */
@NullMarked
package io.tollgate.chat.dialect.messages;

import org.jspecify.annotations.NullMarked;
