/** What models do beside chat: embeddings, speech, transcriptions and pictures. */
@NullMarked
package io.tollgate.chat.operation;

import org.jspecify.annotations.NullMarked;
