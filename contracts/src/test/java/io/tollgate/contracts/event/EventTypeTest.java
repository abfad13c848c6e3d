package io.tollgate.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTypeTest {

    @Test
    void shouldListEveryTypeThatIsDeclared() {
        // Given
        List<String> declared = Arrays.stream(EventType.class.getFields())
                .filter(field -> field.getType() == EventType.class)
                .map(field -> field.getName())
                .toList();

        // When
        List<EventType<?>> all = EventType.ALL;

        // Then
        assertThat(all).hasSameSizeAs(declared).doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepItsNames() {
        assertThat(EventType.ALL)
                .extracting(EventType::topic)
                .containsExactly(
                        "tollgate.usage.v1",
                        "tollgate.settled.v1",
                        "tollgate.verdict.v1",
                        "tollgate.access.v1",
                        "tollgate.price.v1",
                        "tollgate.budget.v1",
                        "tollgate.transcript.v1",
                        "tollgate.policy.v1",
                        "tollgate.content-key.v1",
                        "tollgate.alert.v1");
        assertThat(EventType.ALL.stream().filter(EventType::compacted))
                .containsExactly(
                        EventType.ACCESS_PUBLISHED,
                        EventType.PRICE_PUBLISHED,
                        EventType.BUDGET_PUBLISHED,
                        EventType.POLICY_PUBLISHED,
                        EventType.CONTENT_KEY_PUBLISHED);
        assertThat(EventType.USAGE_RECORDED.deadLetterTopic()).isEqualTo("tollgate.usage.v1.dlq");
    }

    @Test
    void shouldCarryOneTypeOnOneTopicWithOneSchema() {
        assertThat(EventType.ALL).extracting(EventType::topic).doesNotHaveDuplicates();
        assertThat(EventType.ALL).extracting(EventType::type).doesNotHaveDuplicates();
        assertThat(EventType.ALL).extracting(EventType::schema).doesNotHaveDuplicates();
        assertThat(EventType.ALL).extracting(EventType::payload).doesNotHaveDuplicates();
    }
}
