package io.tollgate.billing.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with one request, so that a caller need not find it out one error at a time. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    public void add(String param, String message) {
        found.add(new Problem(param, message));
    }

    /** @throws ApiException 400 with every problem, if there is any */
    public void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        if (found.size() == 1) {
            Problem only = found.getFirst();
            throw ApiException.invalid("'" + only.param + "' " + only.message + ".", only.param);
        }
        String all = found.stream()
                .map(problem -> "'" + problem.param + "' " + problem.message)
                .collect(Collectors.joining("; "));
        throw ApiException.invalid(found.size() + " problems: " + all + ".", null);
    }

    private record Problem(String param, String message) {}
}
