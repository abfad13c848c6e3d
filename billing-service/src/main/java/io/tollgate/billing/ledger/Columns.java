package io.tollgate.billing.ledger;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows turned into one array a column: a statement over any number of rows then has a fixed number of parameters. */
final class Columns<R> {

    private final List<R> rows;
    private final Tuple tuple = Tuple.tuple();

    Columns(List<R> rows) {
        this.rows = rows;
    }

    Columns<R> uuids(Function<R, @Nullable UUID> column) {
        return add(rows.stream().map(column).toArray(UUID[]::new));
    }

    Columns<R> texts(Function<R, @Nullable String> column) {
        return add(rows.stream().map(column).toArray(String[]::new));
    }

    Columns<R> longs(Function<R, @Nullable Long> column) {
        return add(rows.stream().map(column).toArray(Long[]::new));
    }

    Columns<R> integers(Function<R, Integer> column) {
        return add(rows.stream().map(column).toArray(Integer[]::new));
    }

    Columns<R> shorts(Function<R, Short> column) {
        return add(rows.stream().map(column).toArray(Short[]::new));
    }

    Columns<R> instants(Function<R, Instant> column) {
        return add(rows.stream()
                .map(column)
                .map(instant -> instant.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new));
    }

    Columns<R> dates(Function<R, LocalDate> column) {
        return add(rows.stream().map(column).toArray(LocalDate[]::new));
    }

    Columns<R> buffers(Function<R, Buffer> column) {
        return add(rows.stream().map(column).toArray(Buffer[]::new));
    }

    /** A parameter that is the same for all rows. */
    Columns<R> all(Object value) {
        tuple.addValue(value);
        return this;
    }

    Tuple toTuple() {
        return tuple;
    }

    private Columns<R> add(Object[] column) {
        tuple.addValue(column);
        return this;
    }
}
