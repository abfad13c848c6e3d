/** What a caller is told when something is refused or fails: OpenAI's error envelope. */
@NullMarked
package io.tollgate.chat.failure;

import org.jspecify.annotations.NullMarked;
