package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.topic.EventBus;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A guard that fails lets nothing pass, and leaves neither the caller nor the attempt waiting. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class GuardFailureTest extends RunningGateway {

    private static final class Unreadable extends AbstractList<String> {
        @Override
        public String get(int index) {
            throw new IllegalStateException("unreadable for the test");
        }

        @Override
        public int size() {
            return 1;
        }
    }

    /** Throws at once, as a bug would. */
    private static final class Broken extends Guard {
        Broken(
                Vertx vertx,
                GuardConfig config,
                PolicyViews policies,
                AccessViews access,
                ContentKeyViews contentKeys,
                EventBus events,
                InstantSource clock,
                MeterRegistry registry) {
            super(vertx, config, policies, access, contentKeys, events, clock, registry);
        }

        @Override
        public GuardedRequest take(Caller caller, AskedOf asked) {
            throw new IllegalStateException("broken for the test");
        }
    }

    @Inject
    Vertx vertx;

    @Inject
    GuardConfig config;

    @Inject
    AccessViews access;

    @Inject
    ContentKeyViews contentKeys;

    @Inject
    EventBus events;

    @Inject
    InstantSource clock;

    @Test
    void shouldAnswerAndSettleWhereTheGuardThrows() {
        // Given
        QuarkusMock.installMockForType(
                new Broken(vertx, config, policies, access, contentKeys, events, clock, registry), Guard.class);
        long served = simulator.calls();

        // When
        HttpResponse<String> answer = tenant.complete(Bodies.plain(""));

        // Then
        Envelope.of(answer, 500, null, null);
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.ERROR);
        assertThat(event.usageSource()).isEqualTo(UsageSource.NONE);
        assertThat(simulator.calls()).isEqualTo(served);
        await().atMost(Duration.ofSeconds(10)).until(() -> gauge("chat.attempts.active") == 0);
    }

    @Test
    void shouldFailTheFutureWhereTheEngineThrows() {
        // Given
        GuardedRequest request = new Guard(vertx, config, policies, access, contentKeys, events, clock, registry)
                .take(
                        new Caller("key", "org", "proj", java.util.Set.of()),
                        new AskedOf(UUID.randomUUID(), Operation.CHAT, "small", null, null));

        // When
        Future<GuardDecision> decision = request.examine(new byte[0], new Unreadable());

        // Then
        assertThat(decision.cause()).hasMessage("unreadable for the test");
    }
}
