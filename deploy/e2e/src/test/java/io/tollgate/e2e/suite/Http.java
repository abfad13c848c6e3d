package io.tollgate.e2e.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP, for what the official clients do not cover. */
public final class Http {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** @param body null for a GET */
    public HttpResponse<String> send(
            String method, URI uri, @Nullable String key, @Nullable Object body, Map<String, String> headers)
            throws IOException {
        return sendText(method, uri, key, body == null ? null : JSON.writeValueAsString(body), headers);
    }

    /** The same with a body as it is, which need not be JSON. */
    public HttpResponse<String> sendText(
            String method, URI uri, @Nullable String key, @Nullable String body, Map<String, String> headers)
            throws IOException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofSeconds(30))
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            if (body != null) {
                request.header("content-type", "application/json");
            }
            if (key != null) {
                request.header("authorization", "Bearer " + key);
            }
            headers.forEach(request::header);
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** The JSON of a successful answer. */
    public JsonNode json(String method, URI uri, @Nullable String key, @Nullable Object body) {
        try {
            HttpResponse<String> response = send(method, uri, key, body, Map.of());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        method + " " + uri + " answered " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(method + " " + uri, failure);
        }
    }
}
