package io.tollgate.billing.price;

/** The book that rates was replaced by one that knows more: what had no price may have one now. */
public record PricesChanged(PriceBook book) {}
