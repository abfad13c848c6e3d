package io.tollgate.moderation.review;

import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Finding;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.stream.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Applies a policy to what was said, with the whole engine and whole texts. The same input gives the same result. */
public final class Examination {

    private final ModerationEngine engine;

    public Examination(ModerationEngine engine) {
        this.engine = engine;
    }

    public Examined examine(PolicyRules policy, Stage stage, List<Turn> turns) {
        StageRules rules = policy.of(stage);
        Map<String, Double> scores = new HashMap<>();
        Map<String, Action> actions = new TreeMap<>();
        TreeSet<String> doubts = new TreeSet<>();
        List<String> doubtful = new ArrayList<>();
        List<VerdictReached.Hit> hits = new ArrayList<>();
        Action certain = Action.ALLOW;
        long characters = 0;
        long scanned = 0;
        for (Turn turn : turns) {
            if (turn.stage() != stage) {
                continue;
            }
            Assessment assessment = engine.assess(turn.text(), policy.own());
            certain = certain.orGraver(rules.of(assessment));
            assessment.scores().forEach((category, score) -> {
                scores.merge(category.wireName(), score, Math::max);
                note(actions, category.wireName(), rules.category(category, score));
            });
            for (Finding finding : assessment.findings()) {
                note(actions, StageRules.subject(finding), rules.of(finding, assessment));
                if (hits.size() < Assessment.MAX_HITS) {
                    hits.add(new VerdictReached.Hit(
                            finding.detector(),
                            finding.rule(),
                            StageRules.subject(finding),
                            characters + finding.start(),
                            characters + finding.end()));
                }
            }
            var inDoubt = rules.doubts(assessment);
            if (!inDoubt.isEmpty()) {
                doubts.addAll(inDoubt);
                doubtful.add(turn.text());
            }
            characters += assessment.characters();
            scanned += assessment.scannedCharacters();
        }
        TreeSet<String> subjects = new TreeSet<>(actions.keySet());
        subjects.addAll(doubts);
        return new Examined(
                certain,
                List.copyOf(doubts),
                doubtful,
                List.copyOf(subjects),
                actions,
                scores,
                hits,
                characters,
                scanned);
    }

    private static void note(Map<String, Action> actions, String subject, Action action) {
        if (action != Action.ALLOW) {
            actions.merge(subject, action, Action::orGraver);
        }
    }
}
