package io.tollgate.billing.intake;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Organizations;
import io.tollgate.billing.ledger.DeadLetter;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.billing.ledger.Partitions;
import io.tollgate.billing.ledger.SourceRecord;
import io.tollgate.billing.ledger.UsageArrival;
import io.tollgate.billing.lifecycle.StartUp;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a batch into the ledger, whatever it takes: repeats it in place for as long as the database cannot take it, and
 * finds the single record that the database will never take. Never fails, so that no record is skipped.
 */
@ApplicationScoped
class Intake {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final StartUp startUp;
    private final Organizations organizations;
    private final Partitions partitions;
    private final Ledger ledger;
    private final IntakeState state;
    private final Clock clock;

    Intake(
            StartUp startUp,
            Organizations organizations,
            Partitions partitions,
            Ledger ledger,
            IntakeState state,
            Clock clock) {
        this.startUp = startUp;
        this.organizations = organizations;
        this.partitions = partitions;
        this.ledger = ledger;
        this.state = state;
        this.clock = clock;
    }

    Uni<Void> take(List<SourceRecord> records) {
        return startUp.completed()
                .chain(() -> takeOnce(records)
                        .onFailure()
                        .invoke(state::stalled)
                        .onFailure()
                        .retry()
                        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                        .indefinitely())
                .invoke(state::flows);
    }

    private Uni<Void> takeOnce(List<SourceRecord> records) {
        return Uni.createFrom().deferred(() -> {
            Reading reading = UsageReader.read(records, partitions.window(), clock.instant());
            return organizations
                    .existing(reading.organizations())
                    .map(reading::only)
                    .chain(known -> commit(known.arrivals(), known.deadLetters()));
        });
    }

    /** Bisects a batch with data that the database refuses until the one record is found. */
    private Uni<Void> commit(List<UsageArrival> arrivals, List<DeadLetter> deadLetters) {
        return ledger.commit(arrivals, deadLetters)
                .onFailure(failure -> DatabaseFailure.isDataError(failure) && !arrivals.isEmpty())
                .recoverWithUni(failure -> {
                    if (arrivals.size() == 1) {
                        List<DeadLetter> all = new ArrayList<>(deadLetters);
                        String detail = String.valueOf(failure.getMessage());
                        all.add(new DeadLetter(
                                DeadLetter.Reason.UNSTORABLE,
                                detail,
                                arrivals.getFirst().source()));
                        return ledger.commit(List.of(), all);
                    }
                    int half = arrivals.size() / 2;
                    return commit(arrivals.subList(0, half), deadLetters)
                            .chain(() -> commit(arrivals.subList(half, arrivals.size()), List.of()));
                });
    }
}
