package io.tollgate.chat.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;

/** Collects what is wrong with a file, so that an operator sees all of it at once. */
final class Problems {

    private static final Comparator<RoutesProblem> FILE_ORDER =
            Comparator.comparingInt(RoutesProblem::line).thenComparingInt(RoutesProblem::column);

    private final List<RoutesProblem> problems = new ArrayList<>();

    void add(String path, Mark mark, String message) {
        problems.add(new RoutesProblem(path, mark.getLine() + 1, mark.getColumn() + 1, message));
    }

    void addForFile(String message) {
        problems.add(new RoutesProblem("", 1, 1, message));
    }

    void throwIfAny() throws InvalidRoutesException {
        if (!problems.isEmpty()) {
            throw new InvalidRoutesException(
                    problems.stream().sorted(FILE_ORDER).toList());
        }
    }
}
