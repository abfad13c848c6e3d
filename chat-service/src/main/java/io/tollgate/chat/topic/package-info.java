/** Read-only views of compacted topics. */
@NullMarked
package io.tollgate.chat.topic;

import org.jspecify.annotations.NullMarked;
