package io.tollgate.billing.ledger;

import io.tollgate.billing.budget.Spend;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the ledger made of a batch.
 *
 * @param fresh inserted by this transaction
 * @param duplicates in the ledger before, with the same content
 * @param conflicts in the ledger before, with other content
 */
record Admission(List<RatedUsage> fresh, List<RatedUsage> duplicates, List<RatedUsage> conflicts) {

    static Admission of(Batch batch, Set<UUID> inserted, Map<UUID, Buffer> storedHashes) {
        List<RatedUsage> fresh = new ArrayList<>();
        List<RatedUsage> duplicates = new ArrayList<>();
        List<RatedUsage> conflicts = new ArrayList<>();
        for (RatedUsage usage : batch.all()) {
            UUID attempt = usage.event().attemptId();
            Buffer stored = storedHashes.get(attempt);
            if (inserted.contains(attempt)) {
                fresh.add(usage);
            } else if (stored == null) {
                throw new IllegalStateException("attempt " + attempt + " was neither inserted nor found");
            } else if (usage.arrival().hasSamePayloadAs(stored)) {
                duplicates.add(usage);
            } else {
                conflicts.add(usage);
            }
        }
        return new Admission(fresh, duplicates, conflicts);
    }

    /** Everything the ledger now holds and whose reservation may be released. */
    List<RatedUsage> settled() {
        return Stream.concat(fresh.stream(), duplicates.stream()).toList();
    }

    /** For the budgets: only what is new counts, but the budgets of duplicates are told again. */
    List<Spend> spends() {
        return Stream.concat(
                        fresh.stream().map(usage -> spend(usage, usage.rate().charge())),
                        duplicates.stream().map(usage -> spend(usage, Money.ZERO)))
                .toList();
    }

    private static Spend spend(RatedUsage usage, Money amount) {
        return spend(usage.event(), amount.pico());
    }

    /** What a correction means for budgets: less is spent, or more. */
    static Spend spend(Correction correction) {
        return spend(correction.event(), correction.difference().chargePico());
    }

    private static Spend spend(UsageRecorded event, long pico) {
        return new Spend(
                event.organization(),
                event.project(),
                event.key(),
                event.endUser(),
                event.modelRequested(),
                event.tags(),
                event.startedAt(),
                pico);
    }
}
