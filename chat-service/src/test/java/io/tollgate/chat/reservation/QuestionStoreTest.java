package io.tollgate.chat.reservation;

import static io.tollgate.chat.reservation.RedisTestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions in a real Redis. */
class QuestionStoreTest {

    private static final Duration LIFE = Duration.ofMinutes(10);

    private static RedisTestServer redis;

    private final String organization = "org-" + UUID.randomUUID();
    private QuestionStore store;

    @BeforeAll
    static void startServer() {
        redis = new RedisTestServer();
    }

    @AfterAll
    static void stopServer() {
        redis.close();
    }

    @BeforeEach
    void newStore() {
        store = redis.questions();
    }

    private void remember(String partition, String question, int most) {
        await(store.remember(organization, partition, question.getBytes(StandardCharsets.UTF_8), most, LIFE));
        redis.clock.advance(Duration.ofSeconds(1));
    }

    private List<String> recalled(String partition) {
        return await(store.recall(organization, partition)).stream()
                .map(question -> new String(question, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void shouldRecallTheQuestionsOfAPartitionOnly() {
        // Given
        remember("one", "a", 10);
        remember("one", "b", 10);
        remember("other", "c", 10);

        // When / Then
        assertThat(recalled("one")).containsExactly("a", "b");
        assertThat(recalled("third")).isEmpty();
        assertThat(await(redis.questions().recall("org-else", "one"))).isEmpty();
    }

    @Test
    void shouldKeepTheNewestOnlyAndEachOnce() {
        // When
        for (String question : List.of("a", "b", "c", "b", "d")) {
            remember("one", question, 3);
        }

        // Then
        assertThat(recalled("one")).containsExactly("c", "b", "d");
    }

    @Test
    void shouldKeepNoMoreQuestionsThanCanBeReadForEachComparison() {
        // Given
        int third = QuestionStore.SIZE_MAX / 3;

        // When
        for (String question : List.of("a", "b", "c", "d")) {
            remember("one", question.repeat(third), 1_000);
        }

        // Then
        assertThat(recalled("one"))
                .extracting(question -> question.substring(0, 1))
                .containsExactly("b", "c", "d");
    }

    @Test
    void shouldNotKeepAQuestionThatIsTooLongAlone() {
        // Given
        remember("one", "a", 10);
        byte[] question = new byte[QuestionStore.SIZE_MAX + 1];

        // When
        Future<Void> kept = store.remember(organization, "one", question, 10, LIFE);

        // Then
        assertThat(kept.failed()).isTrue();
        assertThat(recalled("one")).containsExactly("a");
    }

    @Test
    void shouldForgetAQuestionWithItsAnswer() {
        // Given
        remember("one", "a", 10);
        redis.clock.advance(LIFE.dividedBy(2));
        remember("one", "b", 10);

        // When
        redis.clock.advance(LIFE.dividedBy(2));

        // Then
        assertThat(recalled("one")).containsExactly("b");
        assertThat(redis.number(Command.PTTL, new OrganizationKeys(organization).questions("one")))
                .isBetween(1L, LIFE.toMillis());
    }

    @Test
    void shouldFindAnAnswerByItsFingerprint() {
        // Given
        redis.send(Command.SET, new OrganizationKeys(organization).answer("f"), "answer");

        // When / Then
        assertThat(await(store.answer(organization, "f"))).get().isEqualTo("answer".getBytes(StandardCharsets.UTF_8));
        assertThat(await(store.answer(organization, "g"))).isEmpty();
    }
}
