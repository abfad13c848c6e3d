package io.tollgate.billing.failure;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Query parameters from a caller; like {@link JsonInput}, every problem is noted and all are reported by finish(). */
public final class QueryInput {

    private static final int LONGEST_VALUE = 200;
    private static final int MOST_VALUES = 100;
    private static final String ARRAY_SUFFIX = "[]";

    private static final YearMonth FIRST_MONTH = YearMonth.of(2020, 1);
    private static final YearMonth LAST_MONTH = YearMonth.of(2199, 12);

    private final MultivaluedMap<String, String> parameters;
    private final Problems problems = new Problems();
    private final Set<String> read = new HashSet<>();

    public QueryInput(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    public Optional<String> text(String name) {
        read.add(name);
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            problems.add(name, "must be given once");
        }
        return values.stream().findFirst().filter(value -> isAcceptable(name, value));
    }

    /** An integer within bounds, both included; {@code fallback} if left out. */
    public long integer(String name, long least, long most, long fallback) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return fallback;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            problems.add(name, "must be an integer, not '" + value.get() + "'");
            return fallback;
        }
        problems.add(name, "must be an integer from " + least + " to " + most);
        return fallback;
    }

    /** An integer that must be there. */
    public long requiredInteger(String name, long least, long most) {
        if (!parameters.containsKey(name)) {
            problems.add(name, "is required");
        }
        return integer(name, least, most, least);
    }

    /** A calendar month such as {@code 2026-11}, required. */
    public YearMonth month(String name) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            problems.add(name, "is required, a month such as 2026-11");
            return FIRST_MONTH;
        }
        try {
            YearMonth month = YearMonth.parse(value.get());
            if (!month.isBefore(FIRST_MONTH) && !month.isAfter(LAST_MONTH)) {
                return month;
            }
        } catch (DateTimeException malformed) {
            problems.add(name, "must be a month such as 2026-11, not '" + value.get() + "'");
            return FIRST_MONTH;
        }
        problems.add(name, "must be from " + FIRST_MONTH + " to " + LAST_MONTH);
        return FIRST_MONTH;
    }

    public String choice(String name, Set<String> choices, String fallback) {
        String value = text(name).orElse(fallback);
        if (!choices.contains(value)) {
            problems.add(name, "must be one of " + String.join(", ", choices));
            return fallback;
        }
        return value;
    }

    /** A repeated parameter in any of the ways clients write one: {@code a=1&a=2}, {@code a[]=1&a[]=2}, {@code a=1,2}. */
    public List<String> list(String name) {
        read.add(name);
        read.add(name + ARRAY_SUFFIX);
        List<String> values = new ArrayList<>();
        for (String key : List.of(name, name + ARRAY_SUFFIX)) {
            for (String value : parameters.getOrDefault(key, List.of())) {
                for (String part : value.split(",", -1)) {
                    if (isAcceptable(name, part)) {
                        values.add(part);
                    }
                }
            }
        }
        if (values.size() > MOST_VALUES) {
            problems.add(name, "must have at most " + MOST_VALUES + " values");
            return List.of();
        }
        return values;
    }

    public void problem(String name, String message) {
        problems.add(name, message);
    }

    /** @throws ApiException 400 with every problem found, among them parameters that nobody asked for */
    public void finish() {
        parameters.keySet().stream()
                .filter(name -> !read.contains(name))
                .forEach(name -> problems.add(name, "is not known here"));
        problems.throwIfAny();
    }

    private boolean isAcceptable(String name, String value) {
        if (value.isEmpty() || value.length() > LONGEST_VALUE || value.indexOf('\0') >= 0) {
            problems.add(name, "must have 1 to " + LONGEST_VALUE + " characters, none of them NUL");
            return false;
        }
        return true;
    }
}
