/** OpenAI's chat dialect to Anthropic's Messages, and back. */
@NullMarked
package io.tollgate.chat.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
