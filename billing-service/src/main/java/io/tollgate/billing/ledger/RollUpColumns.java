package io.tollgate.billing.ledger;

import io.tollgate.contracts.usage.Meter;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a roll-up that a batch has something for. Most batches know a handful of the things that can be counted, and
 * a statement over only those costs a fraction of one over all.
 *
 * @param items the things counted
 */
record RollUpColumns(List<String> items) {

    private static final Set<String> METERS =
            Arrays.stream(Meter.values()).map(Meter::wireName).collect(Collectors.toUnmodifiableSet());

    static RollUpColumns of(Collection<Map<String, Sums>> rows) {
        SortedSet<String> items = new TreeSet<>();
        rows.forEach(row -> items.addAll(row.keySet()));
        return new RollUpColumns(List.copyOf(items));
    }

    /**
     * Adds to rows, or makes them.
     *
     * @param keys the key's columns and their types, in the order of the parameters, which the columns' follow
     */
    String upsert(String table, List<Key> keys) {
        List<String> names = columns();
        String all = keys.stream().map(Key::name).collect(Collectors.joining(", ")) + ", " + String.join(", ", names);
        List<String> arrays = new ArrayList<>();
        keys.forEach(key -> arrays.add("$" + (arrays.size() + 1) + "::" + key.type() + "[]"));
        names.forEach(name -> arrays.add("$" + (arrays.size() + 1) + "::text[]"));
        return "INSERT INTO " + table + " AS s (" + all + ") SELECT "
                + keys.stream().map(Key::name).collect(Collectors.joining(", ")) + ", "
                + names.stream().map(name -> name + "::numeric").collect(Collectors.joining(", "))
                + " FROM UNNEST(" + String.join(", ", arrays) + ") AS e (" + all + ") ON CONFLICT ("
                + keys.stream().map(Key::name).collect(Collectors.joining(", ")) + ") DO UPDATE SET "
                + names.stream()
                        .map(name -> name + " = coalesce(s." + name + " + excluded." + name + ", s." + name
                                + ", excluded." + name + ")")
                        .collect(Collectors.joining(", "));
    }

    /** One array a column, in the order of {@link #upsert}. */
    void addTo(Tuple tuple, List<Map<String, Sums>> rows) {
        for (String item : items) {
            tuple.addValue(texts(rows, item, Sums::quantity));
            if (METERS.contains(item)) {
                tuple.addValue(texts(rows, item, Sums::costPico));
                tuple.addValue(texts(rows, item, Sums::chargePico));
            }
        }
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (String item : items) {
            columns.add(item);
            if (METERS.contains(item)) {
                columns.add(item + "_cost");
                columns.add(item + "_charge");
            }
        }
        return columns;
    }

    private static @Nullable String[] texts(
            List<Map<String, Sums>> rows, String item, Function<Sums, BigInteger> column) {
        @Nullable String[] texts = new String[rows.size()];
        for (int index = 0; index < texts.length; index++) {
            Sums sums = rows.get(index).get(item);
            texts[index] = sums == null ? null : column.apply(sums).toString();
        }
        return texts;
    }

    /** A column of a primary key. */
    record Key(String name, String type) {}
}
