package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.usage.Meter;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RollUpColumnsTest {

    private static final String MIGRATION = "/db/migration/V20__narrow_roll_ups.sql";
    private static final int TABLES = 2;
    private static final int VIEWS = 2;

    @Test
    void shouldNameOnlyWhatTheBatchHasSomethingFor() {
        // Given
        List<Map<String, Sums>> rows = List.of(
                Map.of("output_text", Sums.of(3, 30, 33)),
                Map.of("output_text", Sums.of(4, 40, 44), RollUp.MODEL_REQUESTS, Sums.of(1, 0, 0)));

        // When
        RollUpColumns columns = RollUpColumns.of(rows);
        Tuple tuple = Tuple.tuple();
        columns.addTo(tuple, rows);

        // Then: a counter has no money, and nothing counted is null, not zero
        assertThat(columns.upsert("t", List.of(new RollUpColumns.Key("id", "bigint"))))
                .startsWith(
                        "INSERT INTO t AS s (id, model_requests, output_text, output_text_cost, output_text_charge)")
                .contains("UNNEST($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])")
                .contains("model_requests = coalesce(s.model_requests + excluded.model_requests, s.model_requests,"
                        + " excluded.model_requests)")
                .doesNotContain("input");
        assertThat(tuple.size()).isEqualTo(4);
        assertThat((String[]) tuple.getValue(0)).containsExactly(null, "1");
        assertThat((String[]) tuple.getValue(3)).containsExactly("33", "44");
    }

    @ParameterizedTest
    @EnumSource(Meter.class)
    void shouldHaveColumnsInBothTablesAndBothViewsForEveryMeter(Meter meter) throws IOException {
        // Given
        String name = meter.wireName();

        // When
        String schema = migration();

        // Then
        for (String column : List.of(name, name + "_cost", name + "_charge")) {
            assertThat(count(schema, "(?m)^    " + column + " +numeric,?$"))
                    .as(column)
                    .isEqualTo(TABLES);
        }
        assertThat(count(schema, "SELECT '" + name + "', " + name + ", " + name + "_cost, " + name + "_charge WHERE"))
                .isEqualTo(VIEWS);
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    private static String migration() throws IOException {
        try (InputStream file = RollUpColumnsTest.class.getResourceAsStream(MIGRATION)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
