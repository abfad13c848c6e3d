package io.tollgate.billing.budget;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.account.Listing;
import io.tollgate.billing.account.PageRequest;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetPublished.Unpriced;
import io.tollgate.contracts.money.Money;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the two spend alert resources have in common: an alert is a soft budget that reports when all of it is spent. */
@ApplicationScoped
class SpendAlerts {

    private static final int CENTS_SCALE = 2;
    private static final long MOST_CENTS = BudgetInput.MOST_USD * 100;
    private static final int LONGEST_PREFIX = 100;
    private static final List<Integer> WHEN_SPENT = List.of(100);

    private final Budgets budgets;
    private final Identifiers identifiers;
    private final Caller caller;
    private final ObjectMapper json;

    SpendAlerts(Budgets budgets, Identifiers identifiers, Caller caller, ObjectMapper json) {
        this.budgets = budgets;
        this.identifiers = identifiers;
        this.caller = caller;
        this.json = json;
    }

    Uni<SpendAlert> create(Scope scope, String scopeId, byte[] body) {
        Wanted wanted = read(body);
        BudgetDefinition budget = new BudgetDefinition(
                identifiers.next("budget"),
                caller.organization(),
                scope,
                scopeId,
                BudgetWindow.of(BudgetInterval.MONTH, ZoneOffset.UTC),
                Enforcement.SOFT,
                Unpriced.ADMIT,
                wanted.limit,
                wanted.notice,
                true);
        return budgets.create(caller.actor(), budget, Origin.SPEND_ALERT).map(set -> SpendAlert.of(scope, set));
    }

    Uni<Listing<SpendAlert>> list(Scope scope, String scopeId, PageRequest page) {
        return budgets.list(caller.organization(), List.of(Origin.SPEND_ALERT), scopeId, page)
                .map(found -> new Listing<>(
                        found.object(),
                        found.data().stream()
                                .map(budget -> SpendAlert.of(scope, budget))
                                .toList(),
                        found.firstId(),
                        found.lastId(),
                        found.hasMore()));
    }

    Uni<SpendAlert> find(Scope scope, String scopeId, String id) {
        return require(scopeId, id).map(budget -> SpendAlert.of(scope, budget));
    }

    Uni<SpendAlert> change(Scope scope, String scopeId, String id, byte[] body) {
        return require(scopeId, id)
                .map(ignored -> read(body))
                .chain(wanted -> budgets.change(
                        caller.actor(), id, now -> now.withLimit(wanted.limit).withNotice(wanted.notice)))
                .map(budget -> SpendAlert.of(scope, budget));
    }

    Uni<SpendAlert.Deleted> delete(Scope scope, String scopeId, String id) {
        return require(scopeId, id)
                .chain(() -> budgets.delete(caller.actor(), id))
                .replaceWith(SpendAlert.deleted(scope, id));
    }

    private Uni<Budget> require(String scopeId, String id) {
        return budgets.find(caller.organization(), id).invoke(budget -> {
            if (!budget.origin().equals(Origin.SPEND_ALERT) || !budget.scopeId().equals(scopeId)) {
                throw ApiException.notFound("spend alert", id);
            }
        });
    }

    private Wanted read(byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        long cents = input.integer("threshold_amount", 1, MOST_CENTS);
        input.requiredChoice("currency", Map.of("USD", "USD"));
        input.requiredChoice("interval", Map.of("month", "month"));
        Optional<JsonInput> channel = input.object("notification_channel");
        if (input.isAbsent("notification_channel")) {
            input.problem("notification_channel", "is required");
        }
        List<String> recipients = List.of();
        String prefix = null;
        if (channel.isPresent()) {
            JsonInput email = channel.get();
            email.requiredChoice("type", Map.of("email", "email"));
            recipients = BudgetInput.recipients(email, "recipients").orElse(List.of());
            if (recipients.isEmpty()) {
                email.problem("recipients", "must name at least one address");
            }
            prefix = email.optionalText("subject_prefix", LONGEST_PREFIX).orElse(null);
            if (prefix != null && prefix.chars().anyMatch(Character::isISOControl)) {
                email.problem("subject_prefix", "must not have control characters");
            }
        }
        input.finish();
        return new Wanted(
                Money.ofUsd(BigDecimal.valueOf(cents, CENTS_SCALE)), new Notice(WHEN_SPENT, recipients, prefix));
    }

    private record Wanted(Money limit, Notice notice) {}
}
