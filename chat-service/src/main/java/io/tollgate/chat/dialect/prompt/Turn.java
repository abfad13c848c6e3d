package io.tollgate.chat.dialect.prompt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of the conversation. */
public sealed interface Turn {

    /** From the operator or developer: roles {@code system} and {@code developer}. */
    record Instruction(List<Part> parts) implements Turn {
        public Instruction {
            parts = List.copyOf(parts);
        }
    }

    record User(List<Part> parts) implements Turn {
        public User {
            parts = List.copyOf(parts);
        }
    }

    /** What the model said before; parts are texts. */
    record Assistant(List<Part> parts, List<ToolCall> toolCalls) implements Turn {
        public Assistant {
            parts = List.copyOf(parts);
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /**
     * What a tool gave back.
     *
     * @param callId of the call that it answers
     * @param name of the tool that was called; null if no call of that id came before
     */
    record ToolResult(String path, String callId, @Nullable String name, List<Part> parts) implements Turn {
        public ToolResult {
            parts = List.copyOf(parts);
        }
    }
}
