package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A project's moderation policy. Key of the compacted topic: the project's id, or the organization's for the policy of all its
 * projects that have none of their own.
 *
 * @param version grows with every change of this policy; readers ignore older ones
 * @param organization whose policy it is
 * @param project the project; absent for the organization's own policy
 * @param active false once the policy was withdrawn: the next wider one applies again
 * @param failMode what happens to a text that a part of the guard could not judge
 * @param streamMode how much of a streamed answer is held back
 * @param rules what is done; of several rules that apply the strictest action stands
 * @param terms the policy's own term lists
 * @param patterns the policy's own patterns
 * @param judge the judge of the grey band, or the cascade of judges, by the name that moderation-service's configuration
 *     gives it; absent for none
 * @param storesContent whether what was said is stored, for review and replay
 * @param retentionDays how long it is stored; absent where nothing is
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PolicyPublished(
        long version,
        String organization,
        @Nullable String project,
        boolean active,
        FailMode failMode,
        StreamMode streamMode,
        List<Rule> rules,
        List<TermList> terms,
        List<Pattern> patterns,
        @Nullable String judge,
        boolean storesContent,
        @Nullable Integer retentionDays) {

    public PolicyPublished {
        if (version < 1) {
            throw new IllegalArgumentException("version of a policy must be 1 or more: " + version);
        }
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(failMode, "fail_mode");
        Objects.requireNonNull(streamMode, "stream_mode");
        rules = List.copyOf(Objects.requireNonNull(rules, "rules"));
        terms = List.copyOf(Objects.requireNonNull(terms, "terms"));
        patterns = List.copyOf(Objects.requireNonNull(patterns, "patterns"));
        if (retentionDays != null && retentionDays < 1) {
            throw new IllegalArgumentException("retention_days must be 1 or more: " + retentionDays);
        }
        if (storesContent && retentionDays == null) {
            throw new IllegalArgumentException("a policy that stores content needs retention_days");
        }
    }

    /**
     * What is done about one subject.
     *
     * @param subject a category of moderation such as {@code violence}; {@code pii} for all personal data and secrets, or one
     *     kind of it such as {@code pii.email}; {@code injection}; or the id of one of the policy's own term lists or patterns
     * @param stage where the rule applies
     * @param action what is done
     * @param threshold score from which it is done, 0 to 1; absent for the engine's own threshold
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Rule(
            String subject,
            Stage stage,
            Action action,
            @Nullable Double threshold) {
        public Rule {
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(stage, "stage");
            Objects.requireNonNull(action, "action");
            if (threshold != null && !(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException("threshold of " + subject + " must be 0 to 1: " + threshold);
            }
        }
    }

    /**
     * Terms that are looked for in every view of a text.
     *
     * @param id what rules call it
     * @param terms the terms
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record TermList(String id, List<String> terms) {
        public TermList {
            Objects.requireNonNull(id, "id");
            terms = List.copyOf(Objects.requireNonNull(terms, "terms"));
        }
    }

    /**
     * A pattern that is looked for.
     *
     * @param id what rules call it
     * @param expression in RE2's syntax, which is matched in linear time
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Pattern(String id, String expression) {
        public Pattern {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(expression, "expression");
        }
    }

    /** Where a rule applies. */
    public enum Stage {
        @JsonProperty("input")
        INPUT,
        @JsonProperty("output")
        OUTPUT
    }

    /** What is done, the mildest first. */
    public enum Action {
        @JsonProperty("allow")
        ALLOW,
        @JsonProperty("flag")
        FLAG,
        /** A person is to look at it; it passes. */
        @JsonProperty("escalate")
        ESCALATE,
        /** What was found is replaced by a placeholder. */
        @JsonProperty("redact")
        REDACT,
        @JsonProperty("block")
        BLOCK
    }

    /** What happens to a text that a part of the guard could not judge. */
    public enum FailMode {
        /** What the rest of the guard lets pass passes, and is examined again. */
        @JsonProperty("open")
        OPEN,
        @JsonProperty("closed")
        CLOSED
    }

    /** How much of a streamed answer is held back. */
    public enum StreamMode {
        /** Whole sentences, until all detectors have seen them. */
        @JsonProperty("strict")
        STRICT,
        /** Only what can still become part of a match. */
        @JsonProperty("balanced")
        BALANCED,
        /** Nothing: the answer is examined and reported. */
        @JsonProperty("audit")
        AUDIT
    }
}
