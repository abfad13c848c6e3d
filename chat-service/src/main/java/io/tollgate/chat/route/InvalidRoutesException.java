package io.tollgate.chat.route;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The routes file cannot be used. The message lists every problem, one a line. */
public final class InvalidRoutesException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<RoutesProblem> problems;

    InvalidRoutesException(List<RoutesProblem> problems) {
        super("the routes file has " + problems.size() + (problems.size() == 1 ? " problem:" : " problems:")
                + problems.stream().map(problem -> "\n  - " + problem).collect(Collectors.joining()));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the file. */
    public List<RoutesProblem> problems() {
        return problems;
    }
}
