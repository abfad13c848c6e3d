package io.tollgate.billing.ledger;

import java.util.Comparator;
import java.util.Locale;

/**
 * What an account is for.
 *
 * @param provider empty for the accounts that face the customer
 * @param currency ISO 4217; sums never cross it
 */
record AccountKey(String organization, Kind kind, String provider, String currency) {

    static final String USD = "USD";
    static final Comparator<AccountKey> ORDER = Comparator.comparing(AccountKey::organization)
            .thenComparing(AccountKey::kind)
            .thenComparing(AccountKey::provider)
            .thenComparing(AccountKey::currency);

    /** The kinds of accounts, with the side on which they grow. */
    enum Kind {
        /** What the organization owes for its usage. */
        RECEIVABLE("debit"),
        /** What its usage earned. */
        USAGE_REVENUE("credit"),
        /** What its usage cost at the provider. */
        PROVIDER_COST("debit"),
        /** What is owed to the provider for it. */
        PROVIDER_PAYABLE("credit");

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

    static AccountKey customer(String organization, Kind kind) {
        return new AccountKey(organization, kind, "", USD);
    }

    static AccountKey provider(String organization, Kind kind, String provider) {
        return new AccountKey(organization, kind, provider, USD);
    }
}
