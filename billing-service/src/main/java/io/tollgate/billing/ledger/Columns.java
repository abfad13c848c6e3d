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
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Rows turned into one array a column: a statement over any number of rows then has a fixed number of parameters. */
final class Columns<R> {

    private final List<R> rows;
    private final Tuple tuple = Tuple.tuple();

    Columns(List<R> rows) {
        this.rows = rows;
    }

    Columns<R> uuids(Function<R, @Nullable UUID> column) {
        return add(UUID[]::new, column);
    }

    Columns<R> texts(Function<R, @Nullable String> column) {
        return add(String[]::new, column);
    }

    Columns<R> longs(Function<R, @Nullable Long> column) {
        return add(Long[]::new, column);
    }

    Columns<R> integers(Function<R, Integer> column) {
        return add(Integer[]::new, column);
    }

    Columns<R> shorts(Function<R, Short> column) {
        return add(Short[]::new, column);
    }

    Columns<R> instants(Function<R, Instant> column) {
        return add(OffsetDateTime[]::new, row -> column.apply(row).atOffset(ZoneOffset.UTC));
    }

    Columns<R> dates(Function<R, LocalDate> column) {
        return add(LocalDate[]::new, column);
    }

    Columns<R> buffers(Function<R, Buffer> column) {
        return add(Buffer[]::new, column);
    }

    /** A parameter that is the same for all rows. */
    Columns<R> all(Object value) {
        tuple.addValue(value);
        return this;
    }

    Tuple toTuple() {
        return tuple;
    }

    /** A plain loop: this runs for every column of every row, and a stream would cost more than the values. */
    private <T> Columns<R> add(IntFunction<@Nullable T[]> array, Function<R, @Nullable T> column) {
        @Nullable T[] values = array.apply(rows.size());
        for (int index = 0; index < values.length; index++) {
            values[index] = column.apply(rows.get(index));
        }
        tuple.addValue(values);
        return this;
    }
}
