package io.tollgate.moderation.judge;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A judge as it is set up.
 *
 * @param name what policies call it
 * @param protocol how it is asked; null if it cannot be, for the reason in {@code fault}
 * @param model the model that judges, as clients ask for it
 * @param budget how long it may take
 * @param fault what is wrong with how it is set up; null for nothing
 */
record Judge(
        String name,
        @Nullable JudgeProtocol protocol,
        String model,
        Duration budget,
        @Nullable String fault) {

    /** Fails with a {@link JudgeException}. */
    Uni<Ruling> ask(Question question, Gateway gateway, Duration left) {
        JudgeProtocol spoken = protocol;
        if (spoken == null) {
            return Uni.createFrom().failure(new JudgeException(JudgeException.Kind.UNFIT, String.valueOf(fault)));
        }
        Duration allowed = left.compareTo(budget) < 0 ? left : budget;
        List<Uni<Ruling>> rulings = spoken.inquiries(model, question).stream()
                .map(inquiry -> gateway.ask(inquiry.path(), inquiry.body(), allowed)
                        .map(answer -> inquiry.reader().read(answer)))
                .toList();
        return Uni.join().all(rulings).andFailFast().map(all -> all.stream().reduce(Ruling.SAFE, Ruling::orGraver));
    }
}
