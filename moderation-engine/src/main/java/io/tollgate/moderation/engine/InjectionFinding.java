package io.tollgate.moderation.engine;

/**
 * A place that tries to talk a model out of its instructions.
 *
 * @param rule e.g. {@code injection-core:12}
 * @param start offset of the first UTF-16 unit in the original text
 * @param end offset after the last one
 */
public record InjectionFinding(String rule, int start, int end) implements Finding {

    static final String DETECTOR = "injection";

    public InjectionFinding {
        Finding.requireSpan(start, end);
    }

    @Override
    public String detector() {
        return DETECTOR;
    }
}
