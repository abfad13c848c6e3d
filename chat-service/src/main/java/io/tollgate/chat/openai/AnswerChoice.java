package io.tollgate.chat.openai;

import java.util.List;

/**
 * One choice of an answer, or its part in one chunk.
 *
 * @param index which choice
 * @param texts what was generated, in the order of the JSON
 * @param isBare whether there is nothing beside texts: no role, no identifiers, no reason to end
 * @param isFinished whether it has a reason to end
 * @param logprobsStart offset of the value of {@code logprobs} if it is not null, else -1: it repeats the text
 * @param logprobsEnd offset after that value
 */
public record AnswerChoice(
        int index, List<AnswerText> texts, boolean isBare, boolean isFinished, int logprobsStart, int logprobsEnd) {

    public boolean hasLogprobs() {
        return logprobsStart >= 0;
    }
}
