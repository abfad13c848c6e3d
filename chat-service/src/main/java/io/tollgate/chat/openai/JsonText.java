package io.tollgate.chat.openai;

import io.vertx.core.buffer.Buffer;

/** Writes texts into JSON. Half a surrogate pair, which UTF-8 cannot carry, is written as an escape. */
public final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /** The text as a JSON string, quotes included. */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 8).append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (character < ' ' || isHalf(text, i)) {
                        escape(character, json);
                    } else {
                        json.append(character);
                    }
                }
            }
        }
        return json.append('"').toString();
    }

    private static boolean isHalf(String text, int at) {
        char character = text.charAt(at);
        if (Character.isHighSurrogate(character)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(character) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static void escape(char character, StringBuilder json) {
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            json.append(HEX.charAt((character >> shift) & 0xF));
        }
    }

    /**
     * A chunk that adds a text to one field of one choice.
     *
     * @param head the chunk's first members, as {@link AnswerFacts#chunkHead()} writes them
     * @param field as in {@link AnswerText#field()}
     */
    public static Buffer chunk(String head, int choice, String field, String text) {
        return event(head, choice, delta(field, text), "null");
    }

    /** A chunk that ends a choice. */
    public static Buffer finish(String head, int choice, String reason) {
        return event(head, choice, "{}", quoted(reason));
    }

    private static Buffer event(String head, int choice, String delta, String finishReason) {
        return Buffer.buffer("data: " + head + "\"choices\":[{\"index\":" + choice + ",\"delta\":" + delta
                + ",\"finish_reason\":" + finishReason + "}]}\n\n");
    }

    private static String delta(String field, String text) {
        int slash = field.indexOf('/');
        if (slash < 0) {
            return "{" + quoted(field) + ":" + quoted(text) + "}";
        }
        return "{" + quoted(field.substring(0, slash)) + ":" + nested(field.substring(slash + 1), text) + "}";
    }

    private static String nested(String path, String text) {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        boolean isElement = !first.isEmpty() && first.chars().allMatch(Character::isDigit);
        if (!isElement) {
            return delta(path, text);
        }
        if (slash < 0) {
            return "[" + quoted(text) + "]";
        }
        String members = delta(path.substring(slash + 1), text);
        return "[{\"index\":" + first + "," + members.substring(1) + "]";
    }
}
