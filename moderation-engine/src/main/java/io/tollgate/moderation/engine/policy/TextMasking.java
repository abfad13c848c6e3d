package io.tollgate.moderation.engine.policy;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Finding;
import io.tollgate.moderation.engine.SensitiveFinding;
import io.tollgate.moderation.engine.sensitive.Masking;
import io.tollgate.moderation.engine.sensitive.Span;
import io.tollgate.moderation.engine.stream.Action;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of the texts of a request is not for the provider's eyes. Sensitive data gets placeholders, which can be turned into the
 * originals again; anything else is gone for good.
 */
public final class TextMasking {

    private static final String GONE = "[redacted]";

    private final Masking placeholders = new Masking();
    private final Map<String, String> originals = new HashMap<>();
    private final Map<String, String> byOriginal = new HashMap<>();
    private List<String> longestFirst = List.of();

    /**
     * Notes what a policy has redacted in one text.
     *
     * @throws IllegalStateException if there is more of it than can be masked
     */
    public void note(String text, Assessment assessment, StageRules rules) {
        if (assessment.hasMoreSensitive() && rules.mindsSensitive()) {
            throw new IllegalStateException("more sensitive data in one text than can be masked");
        }
        // What the text itself writes like a placeholder is none.
        placeholders.reserve(text);
        int before = byOriginal.size();
        for (Finding finding : assessment.findings()) {
            if (rules.of(finding, assessment) == Action.REDACT) {
                String original = text.substring(finding.start(), finding.end());
                byOriginal.computeIfAbsent(original, none -> replacement(finding, original));
            }
        }
        if (byOriginal.size() > before) {
            order();
        }
    }

    private void order() {
        // Of two that overlap the longer one holds the other.
        longestFirst = byOriginal.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private String replacement(Finding finding, String original) {
        if (!(finding instanceof SensitiveFinding data)) {
            return GONE;
        }
        String placeholder = placeholders.mask(original, List.of(new Span(data.kind(), 0, original.length())));
        originals.put(placeholder, original);
        return placeholder;
    }

    public boolean isEmpty() {
        return longestFirst.isEmpty();
    }

    public String mask(String text) {
        String masked = text;
        for (String original : longestFirst) {
            masked = masked.replace(original, byOriginal.getOrDefault(original, GONE));
        }
        return masked;
    }

    /** By placeholder. */
    public Map<String, String> originals() {
        return originals;
    }
}
