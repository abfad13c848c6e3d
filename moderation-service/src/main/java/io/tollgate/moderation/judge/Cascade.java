package io.tollgate.moderation.judge;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.contracts.judge.JudgeAnswer.Opinion;
import io.tollgate.moderation.judge.JudgeException.Kind;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Judges, asked one after the other until one is sure: safe or unsafe. One that finds a text controversial, or that cannot judge,
 * leaves it to the next. If none is sure, controversial it is; and if none could say even that, there is no judgement, and whether
 * that may pass later depends on why.
 */
final class Cascade {

    private static final Logger LOG = Logger.getLogger(Cascade.class);

    /** What the judges that were asked have said. */
    private record SoFar(
            @Nullable JudgeAnswer controversial, @Nullable JudgeException failure) {

        SoFar with(JudgeException next) {
            JudgeException known = failure;
            boolean graver = known == null || (known.kind() != Kind.UNFIT && next.kind() == Kind.UNFIT);
            return new SoFar(controversial, graver ? next : known);
        }
    }

    private final List<Judge> judges;
    private final Gateway gateway;
    private final ModerationMetrics metrics;
    private final LongSupplier nanos;

    /**
     * @param judges at least one
     * @param nanos the time, as {@link System#nanoTime()} tells it
     */
    Cascade(List<Judge> judges, Gateway gateway, ModerationMetrics metrics, LongSupplier nanos) {
        this.judges = List.copyOf(judges);
        this.gateway = gateway;
        this.metrics = metrics;
        this.nanos = nanos;
    }

    /** Fails with a {@link JudgeException}. */
    Uni<JudgeAnswer> ask(Question question, Duration budget) {
        return Uni.createFrom()
                .deferred(() -> from(0, question, nanos.getAsLong() + budget.toNanos(), new SoFar(null, null)));
    }

    private Uni<JudgeAnswer> from(int index, Question question, long deadline, SoFar soFar) {
        if (index == judges.size()) {
            return concluded(soFar);
        }
        Judge judge = judges.get(index);
        long begun = nanos.getAsLong();
        if (deadline - begun <= 0) {
            return concluded(soFar.with(new JudgeException(Kind.TIMEOUT, "no time was left for " + judge.name())));
        }
        return judge.ask(question, gateway, Duration.ofNanos(deadline - begun))
                .onItemOrFailure()
                .transformToUni((ruling, failure) -> {
                    Duration taken = Duration.ofNanos(nanos.getAsLong() - begun);
                    if (failure != null) {
                        return from(index + 1, question, deadline, soFar.with(failed(judge, taken, failure)));
                    }
                    metrics.judged(judge.name(), nameOf(ruling.opinion()), taken);
                    JudgeAnswer answer = new JudgeAnswer(
                            ruling.opinion(),
                            ruling.categories().stream().sorted().toList(),
                            judge.name());
                    return ruling.opinion() == Opinion.CONTROVERSIAL
                            ? from(index + 1, question, deadline, new SoFar(answer, soFar.failure))
                            : Uni.createFrom().item(answer);
                });
    }

    private static Uni<JudgeAnswer> concluded(SoFar soFar) {
        JudgeAnswer controversial = soFar.controversial;
        if (controversial != null) {
            return Uni.createFrom().item(controversial);
        }
        JudgeException failure = soFar.failure;
        return Uni.createFrom()
                .failure(failure == null ? new JudgeException(Kind.UNFIT, "there is no judge to ask") : failure);
    }

    private JudgeException failed(Judge judge, Duration taken, Throwable failure) {
        JudgeException known = failure instanceof JudgeException expected
                ? expected
                : new JudgeException(
                        Kind.UNREADABLE,
                        "it could not be asked or understood: "
                                + failure.getClass().getName());
        metrics.judged(judge.name(), known.kind().name().toLowerCase(Locale.ROOT), taken);
        if (known.kind() == Kind.UNFIT) {
            LOG.errorf("A judge is not set up right: judge %s: %s", judge.name(), known.getMessage());
        } else {
            LOG.warnf("A judge gave no judgement: judge %s: %s", judge.name(), known.getMessage());
        }
        return known;
    }

    private static String nameOf(Opinion opinion) {
        return opinion.name().toLowerCase(Locale.ROOT);
    }
}
