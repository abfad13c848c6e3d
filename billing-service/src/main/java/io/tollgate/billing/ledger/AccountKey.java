package io.tollgate.billing.ledger;

import java.util.Comparator;
import java.util.Locale;

/**
 * What an account is for.
 *
 * @param provider empty for the accounts that face the customer
 * @param currency ISO 4217; sums never cross it
 */
public record AccountKey(String organization, Kind kind, String provider, String currency) {

    static final String USD = "USD";
    static final Comparator<AccountKey> ORDER = Comparator.comparing(AccountKey::organization)
            .thenComparing(AccountKey::kind)
            .thenComparing(AccountKey::provider)
            .thenComparing(AccountKey::currency);

    /** The kinds of accounts, with the side on which they grow. */
    public enum Kind {
        /** What the organization owes for its usage. */
        RECEIVABLE("debit"),
        /** What its usage earned. */
        USAGE_REVENUE("credit"),
        /** What its usage cost at the provider. */
        PROVIDER_COST("debit"),
        /** What is owed to the provider for it. */
        PROVIDER_PAYABLE("credit"),
        /** What the organization paid ahead and has not used up. */
        PREPAID("credit"),
        /** What it paid. */
        CASH("debit"),
        /** What it was granted and has not used up. */
        CREDIT_GRANT("credit"),
        /** What was granted to it. */
        CREDIT_EXPENSE("debit"),
        /** What reconciliation with a provider's bill found, once it was approved. */
        ADJUSTMENT("debit"),
        /** What invoices gained or lost by rounding to whole cents. */
        ROUNDING("credit");

        private final String normalSide;

        Kind(String normalSide) {
            this.normalSide = normalSide;
        }

        String normalSide() {
            return normalSide;
        }

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static AccountKey customer(String organization, Kind kind) {
        return new AccountKey(organization, kind, "", USD);
    }

    public static AccountKey provider(String organization, Kind kind, String provider) {
        return new AccountKey(organization, kind, provider, USD);
    }
}
