package io.tollgate.chat.edge;

import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.client.CompletionsDialect;
import io.tollgate.chat.client.MessagesDialect;
import io.tollgate.chat.client.TokenCountDialect;
import io.tollgate.chat.completion.BodyMemory;
import io.tollgate.chat.completion.BodyReader;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.Completions;
import io.tollgate.chat.completion.RequestOrigin;
import io.tollgate.chat.completion.TokenCountOutcome;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.messages.TokenEstimate;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes of clients that do not speak OpenAI's chat dialect: Anthropic's Messages, and OpenAI's older completions. */
@Singleton
class TranslatedRoutes {

    static final String MESSAGES = "/v1/messages";
    static final String COUNT_TOKENS = "/v1/messages/count_tokens";
    static final String COMPLETIONS = "/v1/completions";

    /** Who counted tokens: the provider, or this gateway by estimate. */
    static final String COUNTED_BY = "x-tollgate-counted-by";

    private static final ClientDialect MESSAGES_DIALECT = new MessagesDialect();
    private static final ClientDialect COUNT_DIALECT = new TokenCountDialect();
    private static final ClientDialect COMPLETIONS_DIALECT = new CompletionsDialect();

    private final Completions completions;
    private final AccessViews access;
    private final Vertx vertx;
    private final EdgeConfig config;

    TranslatedRoutes(Vertx vertx, Completions completions, AccessViews access, EdgeConfig config) {
        this.vertx = vertx;
        this.completions = completions;
        this.access = access;
        this.config = config;
    }

    void register(@Observes Router router) {
        router.post(MESSAGES)
                .handler(context -> complete(context, MESSAGES_DIALECT, messagesAuthorization(context.request())));
        router.post(COUNT_TOKENS).handler(this::countTokens);
        router.post(COMPLETIONS)
                .handler(context ->
                        complete(context, COMPLETIONS_DIALECT, context.request().getHeader("authorization")));
    }

    private void complete(RoutingContext context, ClientDialect dialect, @Nullable String authorization) {
        HttpServerRequest request = context.request();
        RequestIdentity identity = RequestIdentity.of(context);
        request.response().putHeader("request-id", identity.id().toString());
        completions.handle(
                request,
                authorization,
                dialect,
                new RequestOrigin(identity.id(), identity.received(), request::getHeader));
    }

    /** Anthropic's clients send their key in a header of its own. */
    private static @Nullable String messagesAuthorization(HttpServerRequest request) {
        String key = request.getHeader("x-api-key");
        return key == null ? request.getHeader("authorization") : "Bearer " + key;
    }

    private void countTokens(RoutingContext context) {
        HttpServerRequest request = context.request();
        switch (access.decide(messagesAuthorization(request))) {
            case AccessDecision.Refused refused -> refuse(context, refused.failure());
            case AccessDecision.Granted granted -> {
                BodyMemory.Share share = completions.bodies().share();
                BodyReader.read(vertx, request, config.bodySizeMax(), config.bodyTimeout(), share)
                        .onSuccess(body -> count(context, granted.caller(), body, share::release))
                        .onFailure(failure -> {
                            share.release();
                            BodyReader.refuse(request, failure, MESSAGES_DIALECT::error);
                        });
            }
        }
    }

    /** By the provider that would answer, where it can be asked; else by estimate, and the answer says which. */
    private void count(RoutingContext context, Caller caller, byte[] body, Runnable bodyLetGo) {
        try {
            JsonObject estimate = new JsonObject().put("input_tokens", TokenEstimate.inputTokens(body));
            RequestIdentity identity = RequestIdentity.of(context);
            HttpServerRequest request = context.request();
            completions
                    .countTokens(
                            caller,
                            COUNT_DIALECT,
                            body,
                            new RequestOrigin(identity.id(), identity.received(), request::getHeader))
                    .onSuccess(outcome -> {
                        bodyLetGo.run();
                        outcome.headers().forEach(context.response()::putHeader);
                        switch (outcome) {
                            case TokenCountOutcome.Refused refused -> refuse(context, refused.failure());
                            case TokenCountOutcome.Counted counted ->
                                tell(context.response(), counted.answer(), estimate);
                        }
                    });
        } catch (InexpressibleRequestException refused) {
            bodyLetGo.run();
            refuse(context, GatewayFailure.invalid(refused.code(), refused.param(), refused.reason()));
        } catch (RuntimeException bug) {
            bodyLetGo.run();
            // The router is not on the stack any more: thrown on, it would leave the client without an answer.
            context.fail(bug);
        }
    }

    private static void tell(HttpServerResponse response, Optional<Buffer> counted, JsonObject estimate) {
        if (!response.closed()) {
            response.putHeader("content-type", "application/json")
                    .putHeader(COUNTED_BY, counted.isPresent() ? "provider" : "estimate")
                    .end(counted.orElseGet(estimate::toBuffer));
        }
    }

    private static void refuse(RoutingContext context, GatewayFailure failure) {
        ErrorEnvelope.send(context.response(), failure, MESSAGES_DIALECT.error(failure));
    }
}
