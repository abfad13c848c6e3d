/** POST /v1/chat/completions: the life of a request. */
@NullMarked
package io.tollgate.chat.completion;

import org.jspecify.annotations.NullMarked;
