package io.tollgate.chat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The routes file of component tests: the one in the test resources, and for each strategy and each fault a model whose first
 * target has that fault and whose second one answers: {@code weighted-500}.
 */
public final class TestRoutes {

    /** Faults of the simulated provider that end an attempt before its first byte. */
    public static final List<String> FAULTS =
            List.of("429", "500", "503", "401", "reset", "hang", "cut", "stall", "malformed-json");

    private static final List<String> STRATEGIES = List.of("ordered", "weighted", "least-latency", "cheapest");
    private static final Path BASE = Path.of("src/test/resources/routes.yaml");

    private TestRoutes() {}

    /** @return a file of its own, which a test may change */
    static Path write() {
        try {
            Path file = Files.createTempFile(Path.of("target"), "routes", ".yaml");
            return Files.writeString(file, yaml());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static String yaml() throws IOException {
        StringBuilder yaml = new StringBuilder(Files.readString(BASE));
        for (String strategy : STRATEGIES) {
            for (String fault : FAULTS) {
                yaml.append(model(strategy, fault));
            }
        }
        return yaml.toString();
    }

    /** The faulty target is asked first by all but one request in a million, where chance decides. */
    private static String model(String strategy, String fault) {
        return """
                  %1$s-%2$s:
                    strategy: %1$s
                    attempts: 3
                    targets:
                      - {provider: simulator, model: fault-%2$s, weight: 1000000}
                      - {provider: simulator, model: gpt-4o-mini}
                """.formatted(strategy, fault);
    }
}
