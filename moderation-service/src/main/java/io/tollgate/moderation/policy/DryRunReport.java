package io.tollgate.moderation.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.PolicyPublished.Stage;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.moderation.enforcement.Enforced;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.Finding;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.stream.Action;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a policy would do, told without the text: what was found is named by where it stands and by its SHA-256. */
record DryRunReport(
        ObjectMapper json, PolicyPublished policy, StageRules rules, Stage stage, String text, Enforced enforced) {

    ObjectNode toJson() {
        Assessment assessment = enforced.assessments().getFirst();
        ObjectNode report = json.createObjectNode()
                .put("object", "moderation.dry_run")
                .put("stage", name(stage))
                .put("action", name(enforced.action()))
                .put("degraded", enforced.degraded())
                .put("characters", assessment.characters())
                .put("scanned_characters", assessment.scannedCharacters());
        enforced.subjects().forEach(report.putArray("subjects")::add);
        ObjectNode scores = report.putObject("scores");
        for (Category category : Category.values()) {
            scores.put(category.wireName(), assessment.scores().get(category));
        }
        addFindings(report.putArray("findings"), assessment);
        addRules(report.putArray("rules"), assessment);
        JudgeAnswer judgement = enforced.judgement();
        if (judgement == null) {
            report.putNull("judge");
        } else {
            ObjectNode judge =
                    report.putObject("judge").put("name", judgement.judge()).put("opinion", name(judgement.opinion()));
            judgement.categories().forEach(judge.putArray("categories")::add);
        }
        return report;
    }

    private void addFindings(ArrayNode findings, Assessment assessment) {
        for (Finding finding : assessment.findings()) {
            findings.addObject()
                    .put("detector", finding.detector())
                    .put("rule", finding.rule())
                    .put("subject", StageRules.subject(finding))
                    .put("start", finding.start())
                    .put("end", finding.end())
                    .put("sha256", sha256(text.substring(finding.start(), finding.end())))
                    .put("action", name(rules.of(finding, assessment)));
        }
    }

    /** Each rule of this stage, and whether it alone applies, or would if what is suspected were certain. */
    private void addRules(ArrayNode reported, Assessment assessment) {
        for (int i = 0; i < policy.rules().size(); i++) {
            Rule rule = policy.rules().get(i);
            if (rule.stage() != stage) {
                continue;
            }
            double threshold = Objects.requireNonNullElse(rule.threshold(), Assessment.FLAG_THRESHOLD);
            // Tried as one that flags, for a rule that allows leaves no trace in what follows.
            StageRules alone = StageRules.of(List.of(new StageRules.Rule(rule.subject(), Action.FLAG, threshold)));
            reported.addObject()
                    .put("index", i)
                    .put("subject", rule.subject())
                    .put("action", name(rule.action()))
                    .put("threshold", threshold)
                    .put("applies", alone.of(assessment) != Action.ALLOW)
                    .put("suspected", !alone.doubts(assessment).isEmpty());
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
