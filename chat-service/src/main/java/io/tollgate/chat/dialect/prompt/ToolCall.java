package io.tollgate.chat.dialect.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that the model asked for in an earlier turn.
 *
 * @param arguments a JSON object
 * @param signature what Gemini wants back with a call that it thought about, null if none was kept
 */
public record ToolCall(
        String id,
        String name,
        ObjectNode arguments,
        @Nullable String signature) {}
