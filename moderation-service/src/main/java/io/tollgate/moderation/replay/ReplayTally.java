package io.tollgate.moderation.replay;

import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.review.Examined;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds up what two policies make of the same chats. The same chats in the same order give the same report. */
final class ReplayTally {

    static final int SAMPLES_MAX = 10;

    private record Turn(Stage stage, Decision from, Decision to) {}

    private record Rule(Stage stage, String subject) {}

    private static final class Count {
        private long inForce;
        private long candidate;
        private final List<UUID> samples = new ArrayList<>();
    }

    private final Map<Turn, Count> changes = new TreeMap<>(
            Comparator.comparing(Turn::stage).thenComparing(Turn::from).thenComparing(Turn::to));
    private final Map<Rule, Count> rules =
            new TreeMap<>(Comparator.comparing(Rule::stage).thenComparing(Rule::subject));
    private long transcripts;
    private long unreadable;
    private long newlyBlocked;
    private long newlyFlagged;
    private long lifted;

    void unreadable() {
        transcripts++;
        unreadable++;
    }

    void read() {
        transcripts++;
    }

    long transcripts() {
        return transcripts;
    }

    /** One side of a chat. */
    void add(UUID requestId, Stage stage, Examined inForce, Examined candidate) {
        inForce.actions().keySet().forEach(subject -> rule(stage, subject).inForce++);
        candidate.actions().keySet().forEach(subject -> rule(stage, subject).candidate++);
        Action before = inForce.withoutOpinion();
        Action after = candidate.withoutOpinion();
        if (before == after) {
            return;
        }
        Count count = changes.computeIfAbsent(
                new Turn(stage, Examined.decision(before), Examined.decision(after)), none -> new Count());
        count.candidate++;
        if (count.samples.size() < SAMPLES_MAX) {
            count.samples.add(requestId);
        }
        if (after == Action.BLOCK) {
            newlyBlocked++;
        } else if (before == Action.ALLOW) {
            newlyFlagged++;
        } else if (before.orGraver(after) == before) {
            lifted++;
        }
    }

    private Count rule(Stage stage, String subject) {
        return rules.computeIfAbsent(new Rule(stage, subject), none -> new Count());
    }

    ReplayReport report(boolean complete, @Nullable Long policyVersion) {
        return new ReplayReport(
                transcripts,
                unreadable,
                complete,
                policyVersion,
                newlyBlocked,
                newlyFlagged,
                lifted,
                changes.entrySet().stream()
                        .map(change -> new ReplayReport.Change(
                                name(change.getKey().stage()),
                                name(change.getKey().from()),
                                name(change.getKey().to()),
                                change.getValue().candidate,
                                List.copyOf(change.getValue().samples)))
                        .toList(),
                rules.entrySet().stream()
                        .map(rule -> new ReplayReport.RuleCount(
                                name(rule.getKey().stage()),
                                rule.getKey().subject(),
                                rule.getValue().inForce,
                                rule.getValue().candidate))
                        .toList());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
