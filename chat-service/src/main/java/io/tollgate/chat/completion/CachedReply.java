package io.tollgate.chat.completion;

import io.tollgate.chat.cache.CachedAnswer;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.AnswerStage;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.openai.AnswerStream;
import io.tollgate.chat.openai.ChunkedCompletion;
import io.tollgate.chat.openai.JoinedCompletion;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import java.io.IOException;

/**
 * Gives an answer again that was given before, in the form that is asked for now. Like a new answer it is complete only when
 * its usage is durable; it is recorded as served from the cache, which costs nothing.
 */
final class CachedReply {

    private final Attempt attempt;
    private final CachedAnswer answer;
    private final CallShape shape;
    private final Recording recording;

    /**
     * @param attempt as which it is recorded; its provider and model are those that once answered
     * @param recording makes its usage durable
     */
    CachedReply(Attempt attempt, CachedAnswer answer, CallShape shape, Recording recording) {
        this.recording = recording;
        this.attempt = attempt.servedBy(answer.provider(), answer.model());
        this.answer = answer;
        this.shape = shape;
    }

    /** Makes the usage of an answer from the cache durable. */
    interface Recording {
        Future<Void> record(Attempt attempt, AttemptEnd end);
    }

    /** What came of it. */
    sealed interface Outcome {
        /** The client has it. */
        record Given() implements Outcome {}

        /** The guard withholds it; nothing was sent. */
        record Withheld(GatewayFailure failure) implements Outcome {}
    }

    /**
     * @param stage what an answer passes on its way to this client
     * @return fails, with nothing sent, if the answer cannot be read or its usage not be recorded
     */
    Future<Outcome> give(CompletionServices services, ClientSink sink, AnswerStage stage, AnswerRendering rendering) {
        Buffer events;
        Buffer last;
        try {
            if (shape.stream()) {
                AnswerStream stream = new AnswerStream(shape.includesUsage());
                events = stage.events(stream.feed(streamed()), stream.facts()::chunkHead);
                if (!stage.isBlocked()) {
                    events.appendBuffer(stage.rest(stream.facts()::chunkHead));
                }
                last = stream.closing();
            } else {
                events = Buffer.buffer();
                last = stage.plain(plain());
            }
        } catch (IOException | MalformedAnswerException | DecodeException | ClassCastException broken) {
            return Future.failedFuture(broken);
        }
        stage.ended(!stage.isBlocked());
        if (stage.isBlocked()) {
            return Future.succeededFuture(new Outcome.Withheld(stage.failure()));
        }
        return recorded(services).map(done -> {
            send(sink, rendering, events, last);
            return new Outcome.Given();
        });
    }

    /** On the context that this is called on. */
    private Future<Void> recorded(CompletionServices services) {
        AttemptEnd end = new AttemptEnd(
                Status.OK,
                answer.usage(),
                answer.usage().isReported() ? UsageSource.PROVIDER : UsageSource.NONE,
                answer.model(),
                answer.serviceTier(),
                answer.responseId());
        Context context = services.vertx().getOrCreateContext();
        Promise<Void> recorded = Promise.promise();
        recording.record(attempt, end).onComplete(result -> context.runOnContext(go -> recorded.handle(result)));
        return recorded.future();
    }

    private void send(ClientSink sink, AnswerRendering rendering, Buffer events, Buffer last) {
        if (shape.stream()) {
            sink.write(rendering.events(events));
            sink.end(rendering.closing(last));
        } else {
            sink.answer("application/json", rendering.plain(last));
        }
    }

    private Buffer streamed() {
        return answer.streamed() || attempt.operation() != Operation.CHAT
                ? answer.body()
                : ChunkedCompletion.of(answer.body());
    }

    private Buffer plain() {
        return answer.streamed() ? JoinedCompletion.of(answer.body()) : answer.body();
    }
}
