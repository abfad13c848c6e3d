package io.tollgate.billing.budget;

import java.time.Instant;

/**
 * What one attempt may mean for budgets.
 *
 * @param at when the attempt started: it decides the period
 * @param pico what is charged for it, in pico-dollars: zero for an attempt that is free, unrated, or in the ledger already;
 *     below zero where a correction lowers the charge
 */
public record Spend(String organization, String project, String key, Instant at, long pico) {}
