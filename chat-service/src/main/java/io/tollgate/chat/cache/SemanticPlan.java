package io.tollgate.chat.cache;

/**
 * What a question is compared with.
 *
 * @param partition a hash over everything of its request that changes the answer, but for the question itself: only what is
 *     asked of the same model by the same project under the same circumstances is compared
 * @param text the question
 */
public record SemanticPlan(String partition, String text, SemanticRule rule) {}
