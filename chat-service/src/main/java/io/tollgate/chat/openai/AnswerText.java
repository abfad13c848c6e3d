package io.tollgate.chat.openai;

/**
 * One string that a model generated, where it stands in the JSON of an answer.
 *
 * @param choice the index of its choice
 * @param field its path within the choice's message or delta, e.g. {@code content} or {@code tool_calls/0/function/arguments}; a
 *     number is an element's own {@code index}, or its position where it has none
 * @param text the string itself, unescaped
 * @param start offset of its opening quote
 * @param end offset after its closing quote
 */
public record AnswerText(int choice, String field, String text, int start, int end) {}
