package io.tollgate.chat.guard;

import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.Finding;
import io.tollgate.moderation.engine.Hit;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.stream.Action;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What was found in all texts of one side of a request, as verdicts tell it. Offsets count over the texts, one after the other.
 *
 * @param scores by category, the worst of all texts
 * @param subjects what something follows from: categories, kinds of sensitive data, rules
 * @param hits at most {@link Assessment#MAX_HITS}; the scores count everything
 * @param characters of all texts
 * @param scanned how many of them were examined
 */
record Findings(
        Map<String, Double> scores,
        List<String> subjects,
        List<VerdictReached.Hit> hits,
        long characters,
        long scanned) {

    static Findings of(Collection<Assessment> assessments, StageRules rules) {
        Map<String, Double> scores = new HashMap<>();
        TreeSet<String> subjects = new TreeSet<>();
        List<VerdictReached.Hit> hits = new ArrayList<>();
        long characters = 0;
        long scanned = 0;
        for (Assessment assessment : assessments) {
            for (Map.Entry<Category, Double> score : assessment.scores().entrySet()) {
                scores.merge(score.getKey().wireName(), score.getValue(), Math::max);
                if (rules.category(score.getKey(), score.getValue()) != Action.ALLOW) {
                    subjects.add(score.getKey().wireName());
                }
            }
            assessment.suspected().stream()
                    .filter(category -> rules.category(category, 1) != Action.ALLOW)
                    .forEach(category -> subjects.add(category.wireName()));
            for (Finding finding : assessment.findings()) {
                String subject = StageRules.subject(finding);
                if (!(finding instanceof Hit) && rules.of(finding, assessment) != Action.ALLOW) {
                    subjects.add(subject);
                }
                if (hits.size() < Assessment.MAX_HITS) {
                    hits.add(new VerdictReached.Hit(
                            finding.detector(),
                            finding.rule(),
                            subject,
                            characters + finding.start(),
                            characters + finding.end()));
                }
            }
            characters += assessment.characters();
            scanned += assessment.scannedCharacters();
        }
        return new Findings(scores, List.copyOf(subjects), hits, characters, scanned);
    }

    /** The same, with what a judge had to say of all texts. */
    Findings with(List<VerdictReached.Hit> judged) {
        List<VerdictReached.Hit> all = new ArrayList<>(judged);
        all.addAll(hits.subList(0, Math.min(hits.size(), Assessment.MAX_HITS - judged.size())));
        return new Findings(scores, subjects, all, characters, scanned);
    }
}
