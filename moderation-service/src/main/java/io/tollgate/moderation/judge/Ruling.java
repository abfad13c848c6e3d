package io.tollgate.moderation.judge;

import io.tollgate.contracts.judge.JudgeAnswer.Opinion;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a judge thinks.
 *
 * @param categories what it names, in the words of policies; possibly nothing
 */
record Ruling(Opinion opinion, Set<String> categories) {

    static final Ruling SAFE = new Ruling(Opinion.SAFE, Set.of());

    Ruling {
        categories = Set.copyOf(categories);
    }

    /** The graver opinion, with all that is named by rulings as grave. */
    Ruling orGraver(Ruling other) {
        if (opinion != other.opinion) {
            return opinion.compareTo(other.opinion) > 0 ? this : other;
        }
        Set<String> both = new TreeSet<>(categories);
        both.addAll(other.categories);
        return new Ruling(opinion, both);
    }

    /**
     * @param named whether the judge named reasons, and every one of them is known
     * @param mapped those of its reasons that a policy can speak of
     * @return unsafe; but only controversial if every reason is one that no policy here can speak of, such as copyright
     */
    static Ruling unsafe(boolean named, Set<String> mapped) {
        return new Ruling(named && mapped.isEmpty() ? Opinion.CONTROVERSIAL : Opinion.UNSAFE, mapped);
    }
}
