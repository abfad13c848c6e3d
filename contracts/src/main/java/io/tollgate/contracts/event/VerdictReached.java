package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the guard decided about a text, and on what grounds. Never contains the text.
 *
 * @param verdictId UUIDv7
 * @param requestId the request whose text was examined, if it was part of one
 * @param organization whose text it was
 * @param project the project, if known
 * @param stage what was examined
 * @param decision what follows
 * @param degraded whether a part of the guard was unavailable; the text is then examined again later
 * @param engine version of the engine and its term lists
 * @param scores by category, 0 to 1
 * @param categories the categories that were flagged
 * @param hits what fired
 * @param characters length of the text in UTF-16 units
 * @param scannedCharacters how much of it was examined: less than {@code characters} is never a silent pass
 * @param supersedes the verdict that this one replaces, if it was reached again with better means
 * @param policyVersion version of the project's policy that was applied, if it has one of its own
 */
@JsonNaming(SnakeCaseStrategy.class)
public record VerdictReached(
        UUID verdictId,
        @Nullable UUID requestId,
        String organization,
        @Nullable String project,
        Stage stage,
        Decision decision,
        boolean degraded,
        String engine,
        Map<String, Double> scores,
        List<String> categories,
        List<Hit> hits,
        long characters,
        long scannedCharacters,
        @Nullable UUID supersedes,
        @Nullable Long policyVersion) {

    public VerdictReached {
        Objects.requireNonNull(verdictId, "verdict_id");
        if (verdictId.version() != 7) {
            throw new IllegalArgumentException("verdict_id must be a UUIDv7: " + verdictId);
        }
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(engine, "engine");
        scores = Map.copyOf(Objects.requireNonNull(scores, "scores"));
        categories = List.copyOf(Objects.requireNonNull(categories, "categories"));
        hits = List.copyOf(Objects.requireNonNull(hits, "hits"));
        scores.forEach((category, score) -> {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("score of " + category + " must be 0 to 1: " + score);
            }
        });
        if (scannedCharacters < 0 || scannedCharacters > characters) {
            throw new IllegalArgumentException(
                    "scanned_characters must be 0 to characters, " + characters + ": " + scannedCharacters);
        }
    }

    /**
     * One thing that fired.
     *
     * @param detector which detector, e.g. {@code lexicon}
     * @param rule the rule's id, never the matched text
     * @param category the category it speaks for
     * @param start offset of the first matched UTF-16 unit in the text
     * @param end offset after the last one
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Hit(String detector, String rule, String category, long start, long end) {
        public Hit {
            Objects.requireNonNull(detector, "detector");
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(category, "category");
            if (start < 0 || end < start) {
                throw new IllegalArgumentException("not a stretch of text: " + start + " to " + end);
            }
        }
    }

    /** What was examined. */
    public enum Stage {
        /** The messages of a request, before the provider sees them. */
        @JsonProperty("input")
        INPUT,
        /** A text sent to the moderation endpoint. */
        @JsonProperty("endpoint")
        ENDPOINT,
        /** A provider's answer, before the client sees it. */
        @JsonProperty("output")
        OUTPUT
    }

    /** What follows from a verdict. */
    public enum Decision {
        @JsonProperty("allow")
        ALLOW,
        @JsonProperty("flag")
        FLAG,
        @JsonProperty("block")
        BLOCK,
        /** Parts were replaced by placeholders. */
        @JsonProperty("redact")
        REDACT,
        /** A person is to decide; until then the text passed. */
        @JsonProperty("escalate")
        ESCALATE
    }
}
