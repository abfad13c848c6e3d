package io.tollgate.billing.ledger;

import io.tollgate.billing.ledger.AccountKey.Kind;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One debit, one credit, one amount.
 *
 * @param transaction the attempt's id for usage
 * @param leg which side of the transaction
 * @param amount above zero
 * @param effectiveAt when the money was spent
 */
record Transfer(
        UUID transaction,
        short leg,
        String organization,
        AccountKey debit,
        AccountKey credit,
        Money amount,
        Instant effectiveAt) {

    static final String USAGE_CODE = "usage";

    private static final short CUSTOMER = 1;
    private static final short PROVIDER = 2;

    Transfer {
        if (amount.isZero()) {
            throw new IllegalArgumentException("a transfer of " + transaction + " must have an amount");
        }
        if (debit.equals(credit) || !debit.currency().equals(credit.currency())) {
            throw new IllegalArgumentException(
                    "a transfer needs two accounts in one currency: " + debit + ", " + credit);
        }
    }

    /**
     * What a rated attempt moves: the customer owes its price, and its cost is owed to the provider; both are the list
     * price. Free, unrated and unconsumed attempts move nothing.
     */
    static List<Transfer> of(RatedUsage usage) {
        if (usage.cost().isZero()) {
            return List.of();
        }
        UsageRecorded event = usage.event();
        String organization = event.organization();
        return List.of(
                new Transfer(
                        event.attemptId(),
                        CUSTOMER,
                        organization,
                        AccountKey.customer(organization, Kind.RECEIVABLE),
                        AccountKey.customer(organization, Kind.USAGE_REVENUE),
                        usage.cost(),
                        event.startedAt()),
                new Transfer(
                        event.attemptId(),
                        PROVIDER,
                        organization,
                        AccountKey.provider(organization, Kind.PROVIDER_COST, event.provider()),
                        AccountKey.provider(organization, Kind.PROVIDER_PAYABLE, event.provider()),
                        usage.cost(),
                        event.startedAt()));
    }
}
