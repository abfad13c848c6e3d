package io.tollgate.moderation.screening;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.uuid.NoArgGenerator;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.judge.Appraisal;
import io.tollgate.moderation.judge.JudgeException;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import io.tollgate.moderation.verdict.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers a call: examines its texts, records the verdict, and says whether it was recorded. */
final class Screening {

    private final ModerationEngine engine;
    private final @Nullable Function<ArrayNode, Uni<Appraisal>> eyes;
    private final BiFunction<VerdictReached, @Nullable String, Uni<Recording>> recorder;
    private final ModerationMetrics metrics;
    private final NoArgGenerator ids;
    private final Executor workers;
    private final int inlineCharacters;

    /** @param eyes looks at the parts of an input that has images; null where nobody can */
    Screening(
            ModerationEngine engine,
            @Nullable Function<ArrayNode, Uni<Appraisal>> eyes,
            BiFunction<VerdictReached, @Nullable String, Uni<Recording>> recorder,
            ModerationMetrics metrics,
            NoArgGenerator ids,
            Executor workers,
            int inlineCharacters) {
        this.engine = engine;
        this.eyes = eyes;
        this.recorder = recorder;
        this.metrics = metrics;
        this.ids = ids;
        this.workers = workers;
        this.inlineCharacters = inlineCharacters;
    }

    /**
     * An answer, and what is to be known about it.
     *
     * @param recording whether its verdict is known to be on the event log
     * @param partial whether there was something that nobody has looked at: an image that no judge could be shown
     */
    record Outcome(ScreeningAnswer answer, Recording recording, boolean partial) {}

    Uni<Outcome> screen(ScreeningRequest request, Origin origin) {
        return examine(request)
                .chain(assessments -> look(request.inputs(), assessments))
                .chain(inputs -> conclude(request, origin, inputs));
    }

    /** Images are for a judge that can see, if there is one. */
    private Uni<List<Examined>> look(List<ScreeningInput> inputs, List<Assessment> assessments) {
        Function<ArrayNode, Uni<Appraisal>> seeing = eyes;
        List<Uni<Examined>> examined = new ArrayList<>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            ScreeningInput input = inputs.get(i);
            Assessment assessment = assessments.get(i);
            ArrayNode parts = input.parts();
            examined.add(
                    parts == null || seeing == null
                            ? Uni.createFrom().item(new Examined(input, assessment, null))
                            : seeing.apply(parts).map(appraisal -> new Examined(input, assessment, appraisal)));
        }
        return Uni.join()
                .all(examined)
                .andFailFast()
                .onFailure(JudgeException.class)
                .transform(Screening::unseen);
    }

    /** An image that was to be looked at and was not must not seem harmless. */
    private static RefusedException unseen(Throwable failure) {
        return ((JudgeException) failure).kind() == JudgeException.Kind.UNFIT
                ? RefusedException.misconfigured(
                        "judge_misconfigured",
                        "Images cannot be examined: the judge that sees them is not set up right.")
                : RefusedException.unavailable("Images cannot be examined at the moment. Try again shortly.");
    }

    private Uni<List<Assessment>> examine(ScreeningRequest request) {
        Uni<List<Assessment>> examined = Uni.createFrom()
                .item(() -> metrics.screening()
                        .record(() -> request.inputs().stream()
                                .map(input -> engine.assess(input.text()))
                                .toList()));
        if (request.characters() <= inlineCharacters) {
            return examined;
        }
        return examined.runSubscriptionOn(workers)
                .onFailure(RejectedExecutionException.class)
                .transform(full -> {
                    metrics.overloaded();
                    return RefusedException.overloaded();
                });
    }

    private Uni<Outcome> conclude(ScreeningRequest request, Origin origin, List<Examined> inputs) {
        UUID id = ids.generate();
        VerdictReached verdict = Verdicts.of(id, origin, engine.version(), inputs);
        metrics.decided(verdict.decision().name().toLowerCase(Locale.ROOT));
        ScreeningAnswer answer = new ScreeningAnswer(
                "modr-" + id.toString().replace("-", ""),
                request.model(),
                inputs.stream().map(ScreeningAnswer.Result::of).toList());
        return recorder.apply(verdict, origin.traceParent())
                .map(recording -> new Outcome(answer, recording, inputs.stream().anyMatch(Examined::isPartial)));
    }
}
