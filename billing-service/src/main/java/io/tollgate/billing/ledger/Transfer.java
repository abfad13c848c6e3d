package io.tollgate.billing.ledger;

import io.tollgate.billing.ledger.AccountKey.Kind;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One debit, one credit, one amount.
 *
 * @param transaction the attempt's id for usage
 * @param leg which side of the transaction
 * @param amount above zero
 * @param code why
 * @param effectiveAt when the money was spent
 * @param reverses the transaction this one corrects
 */
public record Transfer(
        UUID transaction,
        short leg,
        String organization,
        AccountKey debit,
        AccountKey credit,
        Money amount,
        String code,
        Instant effectiveAt,
        @Nullable UUID reverses) {

    static final String USAGE_CODE = "usage";

    private static final short CUSTOMER = 1;
    private static final short PROVIDER = 2;

    public Transfer {
        if (amount.isZero()) {
            throw new IllegalArgumentException("a transfer of " + transaction + " must have an amount");
        }
        if (debit.equals(credit) || !debit.currency().equals(credit.currency())) {
            throw new IllegalArgumentException(
                    "a transfer needs two accounts in one currency: " + debit + ", " + credit);
        }
    }

    /**
     * What a rated attempt moves: the customer owes its charge, and its cost is owed to the provider. Free, unrated and
     * unconsumed attempts move nothing; those that are not charged move the provider's side alone.
     */
    static List<Transfer> of(RatedUsage usage) {
        return between(
                usage.event().attemptId(),
                usage.event(),
                new Difference(usage.rate().charge().pico(), usage.rate().cost().pico()),
                USAGE_CODE,
                null);
    }

    /**
     * What a difference moves: more is owed, or less is, which moves the amount back.
     *
     * @param corrects the attempt's transaction, null if this is it
     */
    static List<Transfer> between(
            UUID transaction, UsageRecorded event, Difference difference, String code, @Nullable UUID corrects) {
        String organization = event.organization();
        List<Transfer> transfers = new ArrayList<>();
        Side customer = new Side(
                AccountKey.customer(organization, Kind.RECEIVABLE),
                AccountKey.customer(organization, Kind.USAGE_REVENUE));
        Side provider = new Side(
                AccountKey.provider(organization, Kind.PROVIDER_COST, event.provider()),
                AccountKey.provider(organization, Kind.PROVIDER_PAYABLE, event.provider()));
        if (difference.chargePico() != 0) {
            transfers.add(customer.move(
                    transaction, CUSTOMER, organization, difference.chargePico(), code, event.startedAt(), corrects));
        }
        if (difference.costPico() != 0) {
            transfers.add(provider.move(
                    transaction, PROVIDER, organization, difference.costPico(), code, event.startedAt(), corrects));
        }
        return transfers;
    }

    /** Signed amounts: what is owed more, or less. */
    record Difference(long chargePico, long costPico) {

        static Difference between(Rate before, Rate after) {
            return new Difference(
                    Math.subtractExact(after.charge().pico(), before.charge().pico()),
                    Math.subtractExact(after.cost().pico(), before.cost().pico()));
        }
    }

    private record Side(AccountKey debit, AccountKey credit) {

        Transfer move(
                UUID transaction,
                short leg,
                String organization,
                long pico,
                String code,
                Instant effectiveAt,
                @Nullable UUID reverses) {
            boolean more = pico > 0;
            return new Transfer(
                    transaction,
                    leg,
                    organization,
                    more ? debit : credit,
                    more ? credit : debit,
                    Money.ofPico(Math.absExact(pico)),
                    code,
                    effectiveAt,
                    reverses);
        }
    }
}
