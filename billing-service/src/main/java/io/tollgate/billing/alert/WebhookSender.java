package io.tollgate.billing.alert;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.alert.Delivery.Outcome;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Objects;

/** Posts alerts to webhooks. Redirects are not followed, and of an answer only the status is read. */
@ApplicationScoped
class WebhookSender {

    private static final int POOL = 50;
    private static final int SUCCESS_FROM = 200;
    private static final int SUCCESS_TO = 299;

    private final Vertx vertx;
    private final HttpClient client;
    private final WebhookSecrets secrets;
    private final AlertConfig config;
    private final Clock clock;

    WebhookSender(Vertx vertx, WebhookSecrets secrets, AlertConfig config, Clock clock) {
        this.vertx = vertx;
        this.secrets = secrets;
        this.config = config;
        this.clock = clock;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(POOL).setKeepAlive(false));
    }

    /** Never fails: what went wrong is the outcome. */
    Uni<Outcome> send(Delivery delivery) {
        boolean privateAllowed = config.webhookPrivateAddresses();
        String url = Objects.requireNonNull(delivery.url(), "a delivery without recipients goes to a webhook");
        return WebhookTarget.parse(url, privateAllowed)
                .map(target -> vertx.executeBlocking(() -> target.resolve(privateAllowed))
                        .chain(address -> post(delivery, target, address))
                        .ifNoItem()
                        .after(config.timeout())
                        .fail())
                .orElseGet(() -> Uni.createFrom().item(new Outcome(false, "the URL is not acceptable any more")))
                .onFailure()
                .recoverWithItem(failure -> new Outcome(false, String.valueOf(failure)));
    }

    private Uni<Outcome> post(Delivery delivery, WebhookTarget target, InetAddress address) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(target.url().getHost())
                .setPort(target.port())
                .setSsl(target.isSecure())
                .setURI(target.request())
                .setFollowRedirects(false)
                .setTimeout(config.timeout().toMillis());
        long timestamp = clock.instant().getEpochSecond();
        String webhook = Objects.requireNonNull(delivery.webhook());
        return client.request(options)
                .chain(request -> request.putHeader("content-type", "application/json")
                        .putHeader("user-agent", "tollgate-billing-service")
                        .putHeader("webhook-id", delivery.id())
                        .putHeader("webhook-timestamp", Long.toString(timestamp))
                        .putHeader(
                                "webhook-signature",
                                secrets.signature(webhook, delivery.id(), timestamp, delivery.payload()))
                        .send(delivery.payload())
                        .map(answer -> answer.statusCode())
                        .eventually(() -> request.connection().close()))
                .map(status ->
                        new Outcome(status >= SUCCESS_FROM && status <= SUCCESS_TO, "answered with status " + status));
    }
}
