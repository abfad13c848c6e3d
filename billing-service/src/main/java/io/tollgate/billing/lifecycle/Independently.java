package io.tollgate.billing.lifecycle;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** A periodic run's work for one after the other of many: what fails for one of them stops none of the others. */
public final class Independently {

    private static final Logger LOG = Logger.getLogger(Independently.class);

    private Independently() {}

    /**
     * Takes the step for each, in order, and each failure to the log.
     *
     * @param name what the step is for, as the log has it
     * @return fails, after the last step, with the first failure; the others are suppressed in it
     */
    public static <T> Uni<Void> forEach(
            Iterable<T> all, Function<? super T, String> name, Function<? super T, Uni<Void>> step) {
        return Uni.createFrom().deferred(() -> {
            SequencedSet<Throwable> failures = new LinkedHashSet<>();
            return Multi.createFrom()
                    .iterable(all)
                    .onItem()
                    .transformToUniAndConcatenate(one -> Uni.createFrom()
                            .deferred(() -> step.apply(one))
                            .onFailure()
                            .invoke(failure -> {
                                LOG.errorf(failure, "failed, and tried again by the next run: %s", name.apply(one));
                                failures.add(failure);
                            })
                            .onFailure()
                            .recoverWithNull())
                    .collect()
                    .last()
                    .chain(() -> result(failures));
        });
    }

    private static Uni<Void> result(SequencedSet<Throwable> failures) {
        if (failures.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Throwable first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        return Uni.createFrom().failure(first);
    }
}
