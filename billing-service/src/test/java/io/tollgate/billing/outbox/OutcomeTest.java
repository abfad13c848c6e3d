package io.tollgate.billing.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.event.EventType;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void shouldPutADeadLetterAsideWhereThePermissionIsMissingButKeepStatesInOrder() {
        // Given
        Throwable failure = new CompletionException(new TopicAuthorizationException("not allowed"));

        // When
        Outcome deadLetter = Outcome.of(EventType.USAGE_RECORDED.deadLetterTopic(), failure);
        Outcome state = Outcome.of(EventType.BUDGET_PUBLISHED.topic(), failure);

        // Then
        assertThat(deadLetter).isEqualTo(Outcome.REFUSED);
        assertThat(state).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void shouldSendAgainWhatTheBrokerWasTooSlowFor() {
        // When
        Outcome outcome = Outcome.of(EventType.USAGE_RECORDED.deadLetterTopic(), new TimeoutException("slow"));

        // Then
        assertThat(outcome).isEqualTo(Outcome.UNKNOWN);
    }
}
