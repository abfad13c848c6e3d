package io.tollgate.chat.guard;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Finding;
import io.tollgate.moderation.engine.Hit;
import io.tollgate.moderation.engine.InjectionFinding;
import io.tollgate.moderation.engine.RuleFinding;
import io.tollgate.moderation.engine.SensitiveFinding;
import io.tollgate.moderation.engine.stream.Action;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a request is not for the provider's eyes. Sensitive data gets placeholders, which the answer's way back turns into the
 * originals; anything else is gone for good.
 */
final class Masking {

    private static final String GONE = "[redacted]";

    private final Placeholders placeholders = new Placeholders();
    private final Map<String, String> byOriginal = new HashMap<>();
    private List<String> longestFirst = List.of();

    /** Notes what a policy has redacted in one text. */
    void note(String text, Assessment assessment, StageRules rules) {
        for (Finding finding : assessment.findings()) {
            if (action(finding, assessment, rules) == Action.REDACT) {
                String original = text.substring(finding.start(), finding.end());
                String replacement =
                        finding instanceof SensitiveFinding data ? placeholders.of(data.kind(), original) : GONE;
                byOriginal.putIfAbsent(original, replacement);
            }
        }
        // Of two that overlap the longer one holds the other.
        longestFirst = byOriginal.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static Action action(Finding finding, Assessment assessment, StageRules rules) {
        return switch (finding) {
            case Hit hit -> rules.category(hit.category(), assessment.scores().getOrDefault(hit.category(), 0.0));
            case InjectionFinding _ -> rules.injection(assessment.injection().score());
            case SensitiveFinding data -> rules.sensitive(data.kind());
            case RuleFinding rule -> rules.rule(rule.rule());
        };
    }

    boolean isEmpty() {
        return longestFirst.isEmpty();
    }

    String mask(String text) {
        String masked = text;
        for (String original : longestFirst) {
            masked = masked.replace(original, byOriginal.getOrDefault(original, GONE));
        }
        return masked;
    }

    /** By placeholder. */
    Map<String, String> originals() {
        return placeholders.originals();
    }
}
