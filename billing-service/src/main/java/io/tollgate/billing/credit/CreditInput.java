package io.tollgate.billing.credit;

import io.tollgate.billing.failure.JsonInput;
import io.tollgate.billing.ledger.AccountKey;
import io.tollgate.contracts.money.Money;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A credit to be entered.
 *
 * @param amount above zero
 * @param expiresAt grants only
 */
record CreditInput(
        String organization,
        Kind kind,
        Money amount,
        String note,
        @Nullable Instant expiresAt) {

    private static final int LONGEST_ID = 100;
    private static final int LONGEST_NOTE = 500;
    private static final long MOST_PICO = 9_000_000_000_000_000_000L;
    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

    /** What a credit is, and the accounts that it moves when it is entered. */
    enum Kind {
        /** Paid ahead: it never expires. */
        PREPAID(AccountKey.Kind.CASH, AccountKey.Kind.PREPAID),
        /** Granted by the operator. */
        GRANT(AccountKey.Kind.CREDIT_EXPENSE, AccountKey.Kind.CREDIT_GRANT);

        private final AccountKey.Kind source;
        private final AccountKey.Kind balance;

        Kind(AccountKey.Kind source, AccountKey.Kind balance) {
            this.source = source;
            this.balance = balance;
        }

        AccountKey.Kind source() {
            return source;
        }

        AccountKey.Kind balance() {
            return balance;
        }

        String stored() {
            return this == PREPAID ? "prepaid" : "grant";
        }

        static Kind ofStored(String stored) {
            return stored.equals("prepaid") ? PREPAID : GRANT;
        }
    }

    /** @throws io.tollgate.billing.failure.ApiException 400 with every problem */
    static CreditInput read(JsonInput input) {
        String organization = input.text("organization", LONGEST_ID);
        Kind kind = input.requiredChoice("kind", Map.of("prepaid", Kind.PREPAID, "grant", Kind.GRANT));
        long pico = input.integer("amount_pico", 1, MOST_PICO);
        String note = input.text("note", LONGEST_NOTE);
        Instant expires = null;
        if (!input.isAbsent("expires_at")) {
            expires = Instant.ofEpochSecond(input.integer("expires_at", 0, LATEST));
            if (kind == Kind.PREPAID) {
                input.problem("expires_at", "is for grants: what was paid does not expire");
            }
        }
        input.finish();
        return new CreditInput(organization, kind, Money.ofPico(pico), note, expires);
    }
}
