package io.tollgate.moderation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * One call to a judge's model.
 *
 * @param path where chat-service is asked
 * @param body what it is asked
 * @param reader understands the answer
 */
record Inquiry(String path, ObjectNode body, Reader reader) {

    static final String CHAT = "/v1/chat/completions";
    static final String MODERATIONS = "/v1/moderations";

    /** What servers may leave around an answer: reasoning, and tokens that end a turn. */
    private static final Pattern AROUND =
            Pattern.compile("(?s)^\\s*<think>.*?</think>|<\\|[^|>]{1,40}\\|>|<end_of_turn>");

    /** Understands an answer, or says that it cannot. */
    @FunctionalInterface
    interface Reader {
        /** @throws JudgeException if the answer is not plainly a judgement */
        Ruling read(JsonNode answer);
    }

    /** Understands what a chat model said, without blanks around it. */
    @FunctionalInterface
    interface SpokenReader {
        /** @throws JudgeException if the words are not plainly a judgement */
        Ruling read(String said);
    }

    /** A chat whose messages are still to be added: see {@link #say}. */
    static Inquiry chat(String model, int maxTokens, SpokenReader reader) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model).put("temperature", 0).put("max_tokens", maxTokens);
        body.putArray("messages");
        return new Inquiry(CHAT, body, answer -> reader.read(said(answer)));
    }

    Inquiry say(String role, String content) {
        body.withArray("messages").addObject().put("role", role).put("content", content);
        return this;
    }

    private static String said(JsonNode answer) {
        JsonNode choice = answer.path("choices").path(0);
        JsonNode content = choice.path("message").path("content");
        if (!content.isTextual()
                || "content_filter".equals(choice.path("finish_reason").textValue())) {
            throw unreadable("it said nothing");
        }
        return AROUND.matcher(content.textValue()).replaceAll(" ").strip();
    }

    static JudgeException unreadable(String why) {
        return new JudgeException(JudgeException.Kind.UNREADABLE, "the judge's answer is no judgement: " + why);
    }
}
