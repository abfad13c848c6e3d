package io.tollgate.chat.dialect.prompt;

import io.tollgate.chat.dialect.InexpressibleRequestException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A chat completion request as every provider's dialect needs it.
 *
 * @param parallelToolCalls whether several tools may be called at once
 * @param demands parameters that are given, and change what the answer is or looks like
 */
public record ChatPrompt(
        List<Turn> turns,
        List<Tool> tools,
        ToolChoice toolChoice,
        boolean parallelToolCalls,
        Settings settings,
        Set<String> demands) {

    public ChatPrompt {
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        demands = Set.copyOf(demands);
    }

    /**
     * @param without what the provider has no counterpart for, with the reason
     * @throws InexpressibleRequestException if the request demands one of them: dropped silently, it would be a lie
     */
    public void require(String provider, Map<String, String> without) throws InexpressibleRequestException {
        for (String demand : demands.stream().sorted().toList()) {
            String reason = without.get(demand);
            if (reason != null) {
                throw InexpressibleRequestException.unsupported(demand, provider, reason);
            }
        }
    }

    /** Whether any turn calls a tool or answers a call. */
    public boolean usesTools() {
        return turns.stream()
                .anyMatch(turn -> turn instanceof Turn.ToolResult
                        || (turn instanceof Turn.Assistant assistant
                                && !assistant.toolCalls().isEmpty()));
    }
}
