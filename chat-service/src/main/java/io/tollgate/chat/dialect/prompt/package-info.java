/** What a chat completion request asks for, read once for every provider's dialect. */
@NullMarked
package io.tollgate.chat.dialect.prompt;

import org.jspecify.annotations.NullMarked;
