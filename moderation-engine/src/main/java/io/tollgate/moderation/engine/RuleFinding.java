package io.tollgate.moderation.engine;

/**
 * A place where a rule of the tenant's own, or of a pack outside the harm categories, matched.
 *
 * @param rule the id the tenant gave it, or {@code pack:line}
 * @param start offset of the first UTF-16 unit in the original text
 * @param end offset after the last one
 */
public record RuleFinding(String rule, int start, int end) implements Finding {

    static final String DETECTOR = "rule";

    public RuleFinding {
        Finding.requireSpan(start, end);
    }

    @Override
    public String detector() {
        return DETECTOR;
    }
}
