/** OpenAI's chat dialect to Google's generateContent, and back. */
@NullMarked
package io.tollgate.chat.dialect.gemini;

import org.jspecify.annotations.NullMarked;
