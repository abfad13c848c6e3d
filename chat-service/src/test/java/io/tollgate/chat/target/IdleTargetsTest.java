package io.tollgate.chat.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.route.Target;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that can be done without take nothing from others. */
class IdleTargetsTest {

    private final Vertx vertx = Vertx.vertx();
    private final Target target = TargetsFixture.target("m", 1, 0);
    private final Targets targets = new Targets(vertx, new Impatient());

    /** One failure opens a breaker, whose one trial is due at once. */
    private record Impatient() implements TargetConfig {
        @Override
        public int breakerWindow() {
            return 1;
        }

        @Override
        public int breakerMinimum() {
            return 1;
        }

        @Override
        public int breakerFailurePercent() {
            return 50;
        }

        @Override
        public Duration breakerOpen() {
            return Duration.ZERO;
        }

        @Override
        public int queue() {
            return 1;
        }

        @Override
        public Duration queueWait() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration coolDownMax() {
            return Duration.ofSeconds(1);
        }

        @Override
        public int hedgeSamples() {
            return 1;
        }
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldLetACallInWhereNothingIsKnownAgainstIt() {
        // When / Then
        assertThat(targets.isIdle(target)).isTrue();
        assertThat(targets.enterIdle(target)).isPresent();
    }

    @Test
    void shouldLeaveTheTrialOfAnOpenBreakerToOthers() {
        // Given
        targets.enter(target, false).result().failed();

        // When
        boolean idle = targets.isIdle(target);
        boolean entered = targets.enterIdle(target).isPresent();

        // Then
        assertThat(idle).isFalse();
        assertThat(entered).isFalse();
        assertThat(targets.enter(target, false).succeeded()).isTrue();
    }
}
