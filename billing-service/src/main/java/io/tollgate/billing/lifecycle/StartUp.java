package io.tollgate.billing.lifecycle;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Runs the start-up tasks in order, again and again until all of them have succeeded: the database may come up later than
 * this process. Everything that depends on them waits for {@link #completed()}.
 */
@ApplicationScoped
public class StartUp {

    private static final Logger LOG = Logger.getLogger(StartUp.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final List<StartUpTask> tasks;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    StartUp(@All List<StartUpTask> tasks) {
        this.tasks =
                tasks.stream().sorted(Comparator.comparing(StartUpTask::phase)).toList();
    }

    void begin(@Observes StartupEvent event) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (StartUpTask task : tasks) {
            all = all.chain(task::run);
        }
        all.onFailure()
                .invoke(failure -> LOG.error("start-up task failed, it is repeated until it succeeds", failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(ignored -> done.complete(null), done::completeExceptionally);
    }

    /** Completes once every task has succeeded; never fails before that. */
    public Uni<Void> completed() {
        return Uni.createFrom().completionStage(done.copy());
    }

    public boolean isCompleted() {
        return done.isDone() && !done.isCompletedExceptionally();
    }
}
