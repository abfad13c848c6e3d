package io.tollgate.moderation.litellm;

import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Stage;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.moderation.enforcement.Enforced;
import io.tollgate.moderation.enforcement.Whose;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Finding;
import io.tollgate.moderation.engine.policy.StageRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells a decision as a verdict. */
final class Verdicts {

    private Verdicts() {}

    static VerdictReached of(
            UUID id,
            Whose whose,
            @Nullable Long policyVersion,
            String engine,
            GuardrailRequest request,
            Decision decision,
            Enforced enforced) {
        Map<String, Double> scores = new LinkedHashMap<>();
        List<VerdictReached.Hit> hits = new ArrayList<>();
        long characters = 0;
        long scanned = 0;
        for (Assessment assessment : enforced.assessments()) {
            assessment.scores().forEach((category, score) -> scores.merge(category.wireName(), score, Math::max));
            for (Finding finding : assessment.findings()) {
                if (hits.size() < Assessment.MAX_HITS) {
                    hits.add(new VerdictReached.Hit(
                            finding.detector(),
                            finding.rule(),
                            StageRules.subject(finding),
                            characters + finding.start(),
                            characters + finding.end()));
                }
            }
            characters += assessment.characters();
            scanned += assessment.scannedCharacters();
        }
        JudgeAnswer judgement = enforced.judgement();
        if (judgement != null) {
            for (String category : judgement.categories()) {
                hits.add(new VerdictReached.Hit("judge", String.valueOf(judgement.judge()), category, 0, characters));
            }
        }
        return new VerdictReached(
                id,
                whose.requestId(),
                whose.organization(),
                whose.project(),
                request.stage() == PolicyPublished.Stage.INPUT ? Stage.INPUT : Stage.OUTPUT,
                VerdictReached.Decision.valueOf(decision.action().name()),
                enforced.degraded(),
                engine,
                scores,
                enforced.subjects(),
                hits,
                characters,
                scanned,
                null,
                policyVersion);
    }
}
