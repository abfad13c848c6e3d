package io.tollgate.moderation.review;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.contracts.judge.JudgeRequest;

/** Whoever is asked where the engine is in doubt. */
@FunctionalInterface
interface SecondOpinion {

    /** Fails if there is no opinion to be had now; no message holds a text. */
    Uni<JudgeAnswer> ask(JudgeRequest request);
}
