package io.tollgate.billing.budget;

import io.tollgate.contracts.money.Money;
import java.time.Instant;

/**
 * What one attempt may mean for budgets.
 *
 * @param at when the attempt started: it decides the period
 * @param amount zero for an attempt that is free, unrated, or in the ledger already
 */
public record Spend(String organization, String project, String key, Instant at, Money amount) {}
