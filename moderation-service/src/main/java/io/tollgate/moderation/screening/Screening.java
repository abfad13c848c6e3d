package io.tollgate.moderation.screening;

import com.fasterxml.uuid.NoArgGenerator;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import io.tollgate.moderation.verdict.Recording;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Answers a call: examines its texts, records the verdict, and says whether it was recorded. */
final class Screening {

    private final ModerationEngine engine;
    private final BiFunction<VerdictReached, @Nullable String, Uni<Recording>> recorder;
    private final ModerationMetrics metrics;
    private final NoArgGenerator ids;
    private final Executor workers;
    private final int inlineCharacters;

    Screening(
            ModerationEngine engine,
            BiFunction<VerdictReached, @Nullable String, Uni<Recording>> recorder,
            ModerationMetrics metrics,
            NoArgGenerator ids,
            Executor workers,
            int inlineCharacters) {
        this.engine = engine;
        this.recorder = recorder;
        this.metrics = metrics;
        this.ids = ids;
        this.workers = workers;
        this.inlineCharacters = inlineCharacters;
    }

    /** An answer, and whether its verdict is known to be on the event log. */
    record Outcome(ScreeningAnswer answer, Recording recording) {}

    Uni<Outcome> screen(ScreeningRequest request, Origin origin) {
        return examine(request).chain(assessments -> conclude(request, origin, assessments));
    }

    private Uni<List<Assessment>> examine(ScreeningRequest request) {
        Uni<List<Assessment>> examined = Uni.createFrom()
                .item(() -> metrics.screening()
                        .record(() ->
                                request.texts().stream().map(engine::assess).toList()));
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

    private Uni<Outcome> conclude(ScreeningRequest request, Origin origin, List<Assessment> assessments) {
        UUID id = ids.generate();
        VerdictReached verdict = Verdicts.of(id, origin, engine.version(), assessments);
        metrics.decided(verdict.decision().name().toLowerCase(Locale.ROOT));
        ScreeningAnswer answer = new ScreeningAnswer(
                "modr-" + id.toString().replace("-", ""),
                request.model(),
                assessments.stream().map(ScreeningAnswer.Result::of).toList());
        return recorder.apply(verdict, origin.traceParent()).map(recording -> new Outcome(answer, recording));
    }
}
