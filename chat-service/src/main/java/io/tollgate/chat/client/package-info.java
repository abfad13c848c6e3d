/** Clients that do not speak OpenAI's chat dialect: Anthropic's Messages, and OpenAI's older completions. */
@NullMarked
package io.tollgate.chat.client;

import org.jspecify.annotations.NullMarked;
