package io.tollgate.chat.completion;

import io.tollgate.chat.cache.CachePlan;
import io.tollgate.chat.cache.CachedAnswer;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.reservation.StoredAnswer;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A copy of an attempt's answer for the cache, bounded: one that is longer is not kept. Used on one event loop. */
final class AnswerCopy {

    private final CachePlan plan;
    private final boolean streamed;
    /** Null where the answer is not kept. */
    private @Nullable Buffer body;

    AnswerCopy(CachePlan plan, boolean streamed) {
        this.plan = plan;
        this.streamed = streamed;
        this.body = plan.fingerprint() == null ? null : Buffer.buffer();
    }

    /** A part of the answer in OpenAI's language, before anything is cut from it. */
    void add(Buffer part) {
        Buffer soFar = body;
        if (soFar == null) {
            return;
        }
        if (soFar.length() + part.length() > plan.answerSizeMax()) {
            body = null;
        } else {
            soFar.appendBuffer(part);
        }
    }

    /** @return null where there is nothing to keep */
    @Nullable
    StoredAnswer complete(Attempt attempt, AttemptEnd end) {
        Buffer whole = body;
        String fingerprint = plan.fingerprint();
        if (whole == null || fingerprint == null || whole.length() == 0) {
            return null;
        }
        CachedAnswer answer = new CachedAnswer(
                streamed,
                attempt.provider(),
                Objects.requireNonNullElse(end.modelBilled(), attempt.model()),
                end.serviceTier(),
                end.responseId(),
                end.usage(),
                whole);
        return new StoredAnswer(fingerprint, answer.toBytes(), plan.life());
    }
}
