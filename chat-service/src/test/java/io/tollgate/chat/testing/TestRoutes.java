package io.tollgate.chat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The routes file of component tests: the one in the test resources, for each strategy and each fault a model whose preferred
 * target is {@link #DRILLED} and whose other one answers, {@code weighted-500}, the same with a hedge, {@code hedged-500}, and for each strategy a model with three
 * targets, {@code storm-weighted}. Their faults are what the request asks the simulated provider for.
 */
public final class TestRoutes {

    /** The provider of the targets that are asked for faults; it is not waited for as long as others. */
    public static final String DRILLED = "drilled";

    /** The provider of targets that are to be hedged: they are waited for longer than a hedge waits. */
    public static final String PATIENT = "patient";

    /** The model that answers where the preferred target fails. */
    public static final String OTHER = "answers";

    public static final List<String> STRATEGIES = List.of("ordered", "weighted", "least-latency", "cheapest");

    /** Faults of the simulated provider. */
    public static final List<String> FAULTS = List.of(
            "429",
            "500",
            "503",
            "401",
            "reset",
            "hang",
            "slow-first-byte",
            "cut",
            "stall",
            "malformed-json",
            "malformed-frame",
            "half-frame",
            "no-done",
            "error-in-stream");

    /** Targets of the models that begin with {@code storm-}. */
    public static final List<String> STORM_TARGETS = List.of("storm-a", "storm-b", "storm-c");

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
                yaml.append(drill(strategy, fault));
            }
            yaml.append(storm(strategy, false));
        }
        FAULTS.forEach(fault -> yaml.append(hedged(fault)));
        return yaml.append(storm("ordered", true)).toString();
    }

    /** Where the order of the targets does not decide, the preferred one is the last. */
    private static String drill(String strategy, String fault) {
        String preferred =
                "      - {provider: %s, model: %s-%s, weight: 1000000}\n".formatted(DRILLED, strategy, fault);
        String other = "      - {provider: simulator, model: answers}\n";
        return """
                  %1$s-%2$s:
                    strategy: %1$s
                    attempts: 3
                    targets:
                """.formatted(strategy, fault) + (strategy.equals("ordered") ? preferred + other : other + preferred);
    }

    /** All with the same targets: what is known of how long one usually takes holds for all of them. */
    private static String hedged(String fault) {
        return """
                  hedged-%s:
                    hedge: true
                    attempts: 3
                    targets:
                      - {provider: %s, model: hedged}
                      - {provider: simulator, model: answers}
                """.formatted(fault, PATIENT);
    }

    private static String storm(String strategy, boolean hedged) {
        String model = """
                  storm-%s:
                    strategy: %s
                    hedge: %s
                    attempts: 3
                    targets:
                """.formatted(hedged ? "hedged" : strategy, strategy, hedged);
        return STORM_TARGETS.stream()
                .map("      - {provider: %s, model: %%s}\n".formatted(DRILLED)::formatted)
                .collect(Collectors.joining("", model, ""));
    }
}
