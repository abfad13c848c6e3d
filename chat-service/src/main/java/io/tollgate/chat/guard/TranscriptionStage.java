package io.tollgate.chat.guard;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.policy.TextMasking;
import io.tollgate.moderation.engine.stream.Action;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a transcription passes on its way to the client. It is examined as a whole. */
final class TranscriptionStage implements AnswerStage {

    /** Told once, when the answer has ended. */
    @FunctionalInterface
    interface End {
        /** @param said what the client has; null if it has nothing */
        void concluded(Assessment found, Action action, @Nullable String said);
    }

    private final Function<String, Assessment> engine;
    private final StageRules rules;
    private final boolean auditOnly;
    private final End end;
    private @Nullable Assessment found;
    private Action action = Action.ALLOW;
    private @Nullable String said;
    private boolean ended;

    /** @param auditOnly whether what is found is told and nothing more */
    TranscriptionStage(Function<String, Assessment> engine, StageRules rules, boolean auditOnly, End end) {
        this.engine = engine;
        this.rules = rules;
        this.auditOnly = auditOnly;
        this.end = end;
    }

    @Override
    public Buffer plain(Buffer answer) throws IOException {
        Transcription transcription = Transcription.of(answer);
        String text = transcription.text();
        Assessment assessment = engine.apply(text);
        found = assessment;
        Action following = rules.of(assessment);
        if (!rules.doubts(assessment).isEmpty()) {
            following = following.orGraver(Action.FLAG);
        }
        action = auditOnly && following != Action.ALLOW ? Action.FLAG : following;
        TextMasking masking = new TextMasking();
        if (action == Action.REDACT) {
            try {
                masking.note(text, assessment, rules);
            } catch (IllegalStateException tooMuch) {
                action = Action.BLOCK;
            }
        }
        if (action == Action.BLOCK) {
            return Buffer.buffer();
        }
        said = masking.mask(text);
        return masking.isEmpty() ? answer : transcription.masked(masking::mask);
    }

    @Override
    public boolean isBlocked() {
        return action == Action.BLOCK;
    }

    @Override
    public GatewayFailure failure() {
        return GatewayFailure.invalid(
                "content_filter", null, "The answer was withheld by this gateway's content policy.");
    }

    @Override
    public void ended(boolean complete) {
        Assessment assessment = found;
        if (!ended && assessment != null) {
            ended = true;
            end.concluded(assessment, action, complete ? said : null);
        }
    }

    @Override
    public Buffer events(Buffer events, Supplier<String> head) {
        throw new IllegalStateException("a transcription that is examined comes in one piece");
    }

    @Override
    public Buffer rest(Supplier<String> head) {
        throw new IllegalStateException("a transcription that is examined comes in one piece");
    }

    @Override
    public Buffer blockedEnd(int choices, Supplier<String> head) {
        throw new IllegalStateException("a transcription that is examined comes in one piece");
    }
}
