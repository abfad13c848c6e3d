package io.tollgate.bench.gate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests and answers of ordinary size: 650 characters are asked, {@value #TOKENS} tokens are answered. */
final class Exchanges {

    static final int TOKENS = 100;

    private static final String TEXT = "I have been asked to prepare a short overview of our migration for the next "
            + "team meeting, and I would like your help with the structure. ";
    private static final int TEXT_LENGTH = 650;
    private static final List<String> WORDS = List.of(" the", " gateway", " relays", " what", " it", " is", " given");

    private Exchanges() {}

    static String text(int length) {
        return TEXT.repeat(length / TEXT.length() + 1).substring(0, length);
    }

    /** A chat with one message. */
    static byte[] plainRequest() {
        return utf8("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"system\",\"content\":\"You are brief.\"},"
                + "{\"role\":\"user\",\"content\":\"" + text(TEXT_LENGTH)
                + "\"}],\"temperature\":0.7,\"max_completion_tokens\":500,\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true},\"user\":\"user-1\"}");
    }

    /** A long conversation with eight tools, about 16 KiB. */
    static byte[] toolsRequest() {
        String tools = IntStream.range(0, 8)
                .mapToObj(i -> "{\"type\":\"function\",\"function\":{\"name\":\"tool_" + i + "\",\"description\":\""
                        + text(200)
                        + "\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},"
                        + "\"days\":{\"type\":\"integer\"}},\"required\":[\"city\"]}}}")
                .collect(Collectors.joining(","));
        String turns = IntStream.range(0, 10)
                .mapToObj(i -> "{\"role\":\"user\",\"content\":\"" + text(TEXT_LENGTH) + "\"},"
                        + "{\"role\":\"assistant\",\"content\":\"" + text(TEXT_LENGTH) + "\"}")
                .collect(Collectors.joining(","));
        return utf8("{\"model\":\"gpt-4o-mini\",\"messages\":[" + turns
                + ",{\"role\":\"user\",\"content\":\"Go on.\"}],\"tools\":[" + tools + "],\"tool_choice\":\"auto\"}");
    }

    /** The same conversation as a client of Anthropic's asks for it. */
    static byte[] messagesRequest() {
        return utf8("{\"model\":\"gpt-4o-mini\",\"max_tokens\":500,\"system\":\"You are brief.\",\"messages\":["
                + "{\"role\":\"user\",\"content\":\"" + text(TEXT_LENGTH) + "\"}]}");
    }

    static byte[] openAiAnswer() {
        return utf8("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,"
                + "\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + words() + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}]," + usage() + "}");
    }

    /** One event for each token, with the role before and finish reason, usage and terminator after them. */
    static List<byte[]> openAiStream() {
        List<byte[]> events = new ArrayList<>();
        events.add(openAiChunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
        for (int token = 0; token < TOKENS; token++) {
            events.add(openAiChunk("{\"content\":\"" + word(token) + "\"}", "null"));
        }
        events.add(openAiChunk("{}", "\"stop\""));
        events.add(utf8("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                + "\"model\":\"gpt-4o-mini\",\"choices\":[]," + usage() + "}\n\n"));
        events.add(utf8("data: [DONE]\n\n"));
        return events;
    }

    private static byte[] openAiChunk(String delta, String finishReason) {
        return utf8("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                + "\"model\":\"gpt-4o-mini\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_1\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":"
                + finishReason
                + "}],\"usage\":null}\n\n");
    }

    static byte[] anthropicAnswer() {
        return utf8("{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"" + words()
                + "\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                + "\"usage\":{\"input_tokens\":170,\"output_tokens\":" + TOKENS + "}}");
    }

    static List<byte[]> anthropicStream() {
        List<byte[]> events = new ArrayList<>();
        events.add(anthropicEvent(
                "message_start",
                ",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet\","
                        + "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                        + "\"usage\":{\"input_tokens\":170,\"output_tokens\":1}}"));
        events.add(anthropicEvent(
                "content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        for (int token = 0; token < TOKENS; token++) {
            events.add(anthropicEvent(
                    "content_block_delta",
                    ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + word(token) + "\"}"));
        }
        events.add(anthropicEvent("content_block_stop", ",\"index\":0"));
        events.add(anthropicEvent(
                "message_delta",
                ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":"
                        + TOKENS + "}"));
        events.add(anthropicEvent("message_stop", ""));
        return events;
    }

    private static byte[] anthropicEvent(String type, String members) {
        return utf8("event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members + "}\n\n");
    }

    static byte[] geminiAnswer() {
        return utf8(geminiPiece(words(), ",\"finishReason\":\"STOP\"", TOKENS));
    }

    static List<byte[]> geminiStream() {
        List<byte[]> events = new ArrayList<>();
        for (int token = 0; token < TOKENS; token++) {
            String finish = token == TOKENS - 1 ? ",\"finishReason\":\"STOP\"" : "";
            events.add(utf8("data: " + geminiPiece(word(token), finish, token + 1) + "\r\n\r\n"));
        }
        return events;
    }

    private static String geminiPiece(String text, String finish, int tokens) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"" + text + "\"}]},\"index\":0"
                + finish + "}],\"modelVersion\":\"gemini-flash\",\"responseId\":\"resp-1\",\"usageMetadata\":{"
                + "\"promptTokenCount\":170,\"candidatesTokenCount\":" + tokens + ",\"totalTokenCount\":"
                + (170 + tokens)
                + "}}";
    }

    static byte[] bedrockAnswer() {
        return utf8("{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"" + words()
                + "\"}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":170,\"outputTokens\":" + TOKENS
                + ",\"totalTokens\":270},\"metrics\":{\"latencyMs\":10}}");
    }

    private static String usage() {
        return "\"usage\":{\"prompt_tokens\":170,\"completion_tokens\":" + TOKENS
                + ",\"total_tokens\":270,\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0}}";
    }

    private static String word(int token) {
        return WORDS.get(token % WORDS.size());
    }

    private static String words() {
        return IntStream.range(0, TOKENS).mapToObj(Exchanges::word).collect(Collectors.joining());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
