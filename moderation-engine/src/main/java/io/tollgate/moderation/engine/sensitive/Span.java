package io.tollgate.moderation.engine.sensitive;

/**
 * Where something sensitive stands.
 *
 * @param start offset of its first UTF-16 unit in the original text
 * @param end offset after its last one
 */
public record Span(SensitiveKind kind, int start, int end) {}
