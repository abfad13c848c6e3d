package io.tollgate.trainer.measure;

/** A score that a text was given by something that has not seen it, and whether the category does apply. */
public record Scored(double score, boolean positive) {}
