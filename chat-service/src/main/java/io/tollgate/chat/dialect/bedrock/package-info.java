/** OpenAI's chat dialect to Amazon Bedrock's Converse, and back. */
@NullMarked
package io.tollgate.chat.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
