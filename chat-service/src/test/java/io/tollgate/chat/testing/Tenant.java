package io.tollgate.chat.testing;

import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** An organization of one test: its key, its clients, and what the gateway recorded for it. */
public final class Tenant implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Asked for only to see whether a budget holds; its events are not the test's. */
    private static final String PROBE = "nowhere/unpriced";

    private final URI gateway;
    private final BillingDouble billing;
    private final String organization = "org_" + UUID.randomUUID();
    private final String key;
    private final OpenAIClient client;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** @param allowedModels empty for all */
    public Tenant(URI gateway, BillingDouble billing, List<String> allowedModels) {
        this.gateway = gateway;
        this.billing = billing;
        this.key = billing.createKey(organization, allowedModels);
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.resolve("/v1").toString())
                .apiKey(key)
                .maxRetries(0)
                .build();
        awaitKey();
    }

    private void awaitKey() {
        await().atMost(PATIENCE)
                .until(() -> send(request("/v1/models").GET().build()).statusCode() == 200);
    }

    public String organization() {
        return organization;
    }

    public String key() {
        return key;
    }

    /** The official client, without retries of its own. */
    public OpenAIClient client() {
        return client;
    }

    /** A request with this tenant's key and a bounded wait for its answer. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(PATIENCE)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json");
    }

    public HttpRequest chat(String body) {
        return request("/v1/chat/completions")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    public HttpResponse<String> send(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    public HttpClient http() {
        return http;
    }

    public HttpResponse<String> complete(String body) {
        return send(chat(body));
    }

    /** Gives the organization a hard budget and waits until the gateway refuses what has no price under it. */
    public void limit(Money limit) {
        billing.publishBudget(organization, limit);
        await().atMost(PATIENCE).until(() -> complete(Bodies.chat(PROBE)).statusCode() == 403);
    }

    /** Waits until there are this many usage events, duplicates included; more may be there. */
    public List<UsageRecorded> usage(int count) {
        await().atMost(PATIENCE).until(() -> usageNow().size() >= count);
        return usageNow();
    }

    /** The usage events that are on the topic now. */
    public List<UsageRecorded> usageNow() {
        return billing.usage(organization).stream()
                .filter(event -> !event.modelRequested().equals(PROBE))
                .toList();
    }

    /** The one event of this tenant. */
    public UsageRecorded onlyUsage() {
        List<UsageRecorded> events = usage(1);
        if (events.size() != 1) {
            throw new AssertionError("expected one usage event, got " + events);
        }
        return events.getFirst();
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }
}
