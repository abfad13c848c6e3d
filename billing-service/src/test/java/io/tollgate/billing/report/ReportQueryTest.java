package io.tollgate.billing.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.failure.QueryInput;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportQueryTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:34:56Z");
    private static final long DAY = 86_400;

    @Test
    void shouldAlignBucketsToDaysAndPageThroughThemWithoutGap() {
        // Given
        long start = Instant.parse("2026-11-19T15:00:00Z").getEpochSecond();

        // When
        ReportQuery first = read("start_time", start, "limit", 2);
        ReportQuery second = read("start_time", start, "limit", 2, "page", first.nextPage());

        // Then
        assertThat(first.buckets())
                .containsExactly(Instant.parse("2026-11-19T00:00:00Z"), Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(first.hasMore()).isTrue();
        assertThat(second.buckets())
                .containsExactly(Instant.parse("2026-11-21T00:00:00Z"), Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(second.hasMore()).isFalse();
    }

    @Test
    void shouldReportEveryWrongParameterAtOnce() {
        assertThatThrownBy(() -> read("start_time", "soon", "limit", 1_000, "group_by", "mood", "fortune", 1))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("'start_time'")
                .hasMessageContaining("'limit'")
                .hasMessageContaining("'group_by'")
                .hasMessageContaining("'fortune'");
    }

    @Test
    void shouldRefuseARangeThatEndsBeforeItStarts() {
        assertThatThrownBy(() -> read("start_time", 2 * DAY, "end_time", DAY)).hasMessageContaining("end_time");
    }

    private static ReportQuery read(Object... parameters) {
        MultivaluedHashMap<String, String> map = new MultivaluedHashMap<>();
        for (int index = 0; index < parameters.length; index += 2) {
            map.add(parameters[index].toString(), parameters[index + 1].toString());
        }
        QueryInput input = new QueryInput(map);
        ReportQuery query =
                ReportQuery.read(input, Map.of("1d", BucketWidth.DAY), "1d", Set.of(Dimension.PROJECT), Map.of(), NOW);
        input.finish();
        return query;
    }
}
