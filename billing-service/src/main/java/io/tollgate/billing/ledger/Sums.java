package io.tollgate.billing.ledger;

import java.math.BigInteger;

/**
 * What was counted of one thing.
 *
 * @param quantity units
 * @param costPico what they cost at the provider, zero where it is not known; below zero where a correction lowers it
 * @param chargePico what their organization is charged for them, likewise
 */
record Sums(BigInteger quantity, BigInteger costPico, BigInteger chargePico) {

    static Sums of(long quantity, long costPico, long chargePico) {
        return new Sums(BigInteger.valueOf(quantity), BigInteger.valueOf(costPico), BigInteger.valueOf(chargePico));
    }

    Sums plus(Sums other) {
        return new Sums(quantity.add(other.quantity), costPico.add(other.costPico), chargePico.add(other.chargePico));
    }

    boolean isNothing() {
        return quantity.signum() == 0 && costPico.signum() == 0 && chargePico.signum() == 0;
    }
}
