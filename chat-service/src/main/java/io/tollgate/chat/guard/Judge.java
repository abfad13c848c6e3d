package io.tollgate.chat.guard;

import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.contracts.judge.JudgeRequest;
import io.vertx.core.Future;
import java.time.Duration;

/** Whoever is asked where the guard is not sure. */
interface Judge {

    /**
     * @param budget after which the answer is of no use
     * @return fails with a {@link JudgeUnfitException} if asking again cannot help, and otherwise with whatever kept the judge
     *     from answering
     */
    Future<JudgeAnswer> ask(JudgeRequest request, Duration budget);

    /** The judge is not set up right: that is no outage, and nothing may pass on account of it. */
    final class JudgeUnfitException extends Exception {
        private static final long serialVersionUID = 1;

        JudgeUnfitException(String message) {
            super(message);
        }
    }
}
