/** OpenAI's wire language: its usage objects and its event streams. */
@NullMarked
package io.tollgate.chat.openai;

import org.jspecify.annotations.NullMarked;
