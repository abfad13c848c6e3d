package io.tollgate.billing.ledger;

import io.tollgate.billing.budget.BudgetChanges;
import io.tollgate.billing.budget.PublishedBudgets;
import io.tollgate.billing.outbox.OutboxMessage;
import io.tollgate.contracts.event.AttemptsSettled;
import io.tollgate.contracts.event.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a transaction has to say. */
final class Announcements {

    private Announcements() {}

    /**
     * The settled attempts by organization with the state of their budgets, then every budget that changed, then the dead
     * letters. Duplicates are announced again: their first announcement may have been lost with a reader's state, and a
     * reservation would otherwise be held until its lease runs out.
     */
    static List<OutboxMessage> of(
            Admission admission, BudgetChanges budgets, List<DeadLetter> deadLetters, Instant now) {
        List<OutboxMessage> messages = new ArrayList<>();
        Map<String, List<RatedUsage>> byOrganization = admission.settled().stream()
                .collect(Collectors.groupingBy(
                        usage -> usage.event().organization(), TreeMap::new, Collectors.toList()));
        byOrganization.forEach((organization, usages) -> messages.add(settled(organization, usages, budgets, now)));
        budgets.published().forEach(budget -> messages.add(PublishedBudgets.message(budget, now)));
        Stream.concat(
                        deadLetters.stream(),
                        admission.conflicts().stream().map(usage -> Batch.conflict(usage.arrival())))
                .map(DeadLetter::toMessage)
                .forEach(messages::add);
        return messages;
    }

    /** Of corrections: the new states of the budgets they touched; they settle no attempt. */
    static List<OutboxMessage> of(BudgetChanges budgets, Instant now) {
        List<OutboxMessage> messages = new ArrayList<>();
        new TreeMap<>(budgets.states())
                .keySet()
                .forEach(organization -> messages.add(settled(organization, List.of(), budgets, now)));
        budgets.published().forEach(budget -> messages.add(PublishedBudgets.message(budget, now)));
        return messages;
    }

    private static OutboxMessage settled(
            String organization, List<RatedUsage> usages, BudgetChanges budgets, Instant now) {
        List<UUID> attempts =
                usages.stream().map(usage -> usage.event().attemptId()).toList();
        // A single attempt's message continues its trace; one for many belongs to none of them.
        String traceParent = usages.size() == 1 ? usages.getFirst().arrival().traceParent() : null;
        return OutboxMessage.of(
                EventType.ATTEMPTS_SETTLED,
                organization,
                UUID.randomUUID().toString(),
                "organization/" + organization,
                now,
                new AttemptsSettled(organization, attempts, budgets.of(organization)),
                traceParent);
    }
}
