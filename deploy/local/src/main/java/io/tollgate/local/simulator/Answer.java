package io.tollgate.local.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to one request, decided before the first byte: the same request is always answered the same.
 *
 * @param words what the content is made of; token {@code i} is word {@code i} modulo their number
 * @param contentTokens how many tokens of content there are: each is one delta of a stream
 * @param reasoningTokens generated before the content, never shown, part of the completion's tokens
 * @param limited whether the caller's limit cut the answer short
 * @param toolCalls made instead of saying something; then the content tokens are the pieces of their arguments
 */
record Answer(
        List<String> words,
        int contentTokens,
        int reasoningTokens,
        boolean limited,
        List<SimulatedToolCall> toolCalls) {
    private static final int ECHOED_WORDS = 12;
    private static final int ECHOED_CHARACTERS = 200;

    /** Words with the space before them, so that they join to the text they were taken from. */
    private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+$");

    Answer {
        words = List.copyOf(words);
        toolCalls = List.copyOf(toolCalls);
        if (words.isEmpty() && contentTokens > 0) {
            throw new IllegalArgumentException("An answer of " + contentTokens + " tokens needs words");
        }
    }

    static Answer to(ChatRequest request) {
        Controls controls = request.controls();
        List<SimulatedToolCall> calls = SimulatedToolCall.of(request.tools(), controls.toolCalls());
        List<String> words = calls.isEmpty()
                ? words(controls.text().orElseGet(() -> introduction(request)))
                : calls.stream().flatMap(call -> call.pieces().stream()).toList();
        int wanted = controls.completionTokens().orElse(words.size());
        int limit = request.maxTokens().orElse(Integer.MAX_VALUE);
        int reasoning = Math.min(controls.reasoningTokens(), limit);
        int content = Math.min(wanted, limit - reasoning);
        boolean limited = content < wanted || reasoning < controls.reasoningTokens();
        return new Answer(words, content, reasoning, limited, calls);
    }

    private static String introduction(ChatRequest request) {
        String said = request.lastUserText();
        String start = said.substring(
                0, said.offsetByCodePoints(0, Math.min(ECHOED_CHARACTERS, said.codePointCount(0, said.length()))));
        List<String> echoed = words(start.strip());
        return "This is Tollgate's simulated model " + request.model() + ", not a real one. You said: "
                + String.join("", echoed.subList(0, Math.min(ECHOED_WORDS, echoed.size())));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (Matcher matcher = WORD.matcher(text); matcher.find(); ) {
            words.add(matcher.group());
        }
        return words;
    }

    String word(int token) {
        return words.get(token % words.size());
    }

    String finishReason() {
        if (limited) {
            return "length";
        }
        return toolCalls.isEmpty() ? "stop" : "tool_calls";
    }

    /** The whole content. */
    String content() {
        StringBuilder content = new StringBuilder();
        for (int token = 0; token < contentTokens; token++) {
            content.append(word(token));
        }
        return content.toString();
    }
}
