package io.tollgate.chat.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes file changes while requests are under way. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class RoutesReloadTest extends RunningGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ConfigProperty(name = "tollgate.routes.file")
    Path file;

    @Inject
    LiveRoutes routes;

    private String before;

    @BeforeEach
    void keep() throws IOException {
        before = Files.readString(file);
    }

    @AfterEach
    void restore() throws IOException, InvalidRoutesException {
        write(before);
    }

    /** As a ConfigMap changes: at once. */
    private void write(String yaml) throws IOException, InvalidRoutesException {
        String version = RoutesFile.read(yaml, variable -> "http://any.test").version();
        Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), yaml);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        await().atMost(PATIENCE).until(() -> routes.current().version().equals(version));
    }

    private String moving(String provider) {
        return before + "  moving:\n    targets:\n      - {provider: " + provider + ", model: gpt-4o-mini}\n";
    }

    private CompletableFuture<HttpResponse<String>> send(String members) {
        return tenant.http()
                .sendAsync(
                        tenant.chat(Bodies.chat("moving", ",\"stream\":true,\"simulator\":{" + members + "}")),
                        BodyHandlers.ofString());
    }

    @Test
    void shouldDropNoRequestAndLetAStreamKeepTheVersionItBeganWith() throws IOException, InvalidRoutesException {
        // Given
        write(moving("simulator"));
        CompletableFuture<HttpResponse<String>> stream = send("\"completion_tokens\":50,\"chunk_ms\":100");
        await().atMost(PATIENCE).until(() -> gauge("chat.attempts.active") >= 1);
        List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();

        // When
        for (String provider : List.of("draining", "estimating", "draining")) {
            for (int i = 0; i < 10; i++) {
                others.add(send("\"completion_tokens\":3,\"chunk_ms\":20"));
            }
            write(moving(provider));
        }
        boolean underWay = !stream.isDone();

        // Then
        assertThat(underWay).isTrue();
        assertThat(others.stream().map(CompletableFuture::join))
                .allMatch(answer -> answer.statusCode() == 200 && answer.body().endsWith("data: [DONE]\n\n"));
        assertThat(stream.join().body()).endsWith("data: [DONE]\n\n");
        List<UsageRecorded> events = tenant.usage(31);
        assertThat(events).hasSize(31).extracting(UsageRecorded::status).containsOnly(Status.OK);
        assertThat(events.stream().filter(event -> event.usage().outputTokens() == 50))
                .extracting(UsageRecorded::provider)
                .containsExactly("simulator");
        write(before);
        assertThat(send("").join().statusCode()).isEqualTo(404);
    }
}
