/** Writing answers in OpenAI's dialect: whole ones and streams. */
@NullMarked
package io.tollgate.chat.dialect.answer;

import org.jspecify.annotations.NullMarked;
