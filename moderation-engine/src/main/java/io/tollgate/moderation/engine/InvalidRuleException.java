package io.tollgate.moderation.engine;

/** A tenant's rule cannot be used. The message names the rule and says what to change. */
public final class InvalidRuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String rule;

    InvalidRuleException(String rule, String problem) {
        super("rule '" + rule + "': " + problem);
        this.rule = rule;
    }

    /** The id of the rule. */
    public String rule() {
        return rule;
    }
}
