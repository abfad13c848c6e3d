package io.tollgate.chat.completion;

import io.tollgate.chat.cache.Embedding;
import io.tollgate.chat.route.Route;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the embedding of a question, for the sake of a request under way. It goes the way of every call: reserved, tried again
 * elsewhere, and recorded as usage of whoever asks. Only limits do not count it, which have counted the request, and the guard
 * has examined its text. Used on one event loop.
 */
final class EmbeddingCall {

    private final CompletionServices services;
    private final RequestFacts asking;
    private final Route route;
    private final EmbeddingSink sink = new EmbeddingSink();
    private final RequestScope scope;
    private final RequestInput input;
    private final Reply reply;
    /** Null until it is known which targets can be asked. */
    private @Nullable Attempts attempts;

    /** @param asking what the request asks */
    EmbeddingCall(RequestScope whose, RequestFacts asking, Route route) {
        this.services = whose.services();
        this.asking = asking;
        this.route = route;
        RequestOrigin origin = new RequestOrigin(
                services.ids().get(), System.nanoTime(), whose.origin().headers());
        this.scope =
                new RequestScope(services, whose.dialect(), whose.caller(), sink, origin, RequestAccount.uncounted());
        this.input = new RequestInput(scope, () -> {});
        this.reply = new Reply(scope, input);
    }

    /** To be called once. */
    Future<Embedding> ask(String text) {
        EmbeddingRequest request = new EmbeddingRequest(route.alias(), text, asking.endUser(), asking.tags());
        Routing routing = new Routing(services);
        switch (routing.forComparison(services.routes().get(), route, request.facts())) {
            case Routing.Outcome.None none -> reply.refuse(none.failure());
            case Routing.Outcome.Found found -> {
                input.holdExamined(request);
                AttemptPlan plan = new AttemptPlan(
                        found.targets(), routing.limits(route, scope.origin().received()), routing::availability);
                reply.planned(plan);
                CacheStage noCache = new CacheStage(scope, input, reply);
                Attempts made = new Attempts(scope, input, reply, noCache, plan, false, route.hedged());
                attempts = made;
                made.begin(request);
            }
        }
        return sink.answered().compose(EmbeddingCall::read);
    }

    private static Future<Embedding> read(Buffer answer) {
        Optional<Embedding> embedding = Embedding.ofAnswer(answer);
        return embedding.isPresent()
                ? Future.succeededFuture(embedding.get())
                : Future.failedFuture("the answer holds no vector");
    }

    /**
     * Nobody waits for it any more; what it costs all the same is recorded, and a target that does not answer has failed. Without
     * effect where it is over.
     */
    void abandon() {
        if (sink.isClosed()) {
            return;
        }
        sink.close();
        reply.clientGone();
        Attempts made = attempts;
        if (made != null) {
            made.abandon();
        }
    }
}
