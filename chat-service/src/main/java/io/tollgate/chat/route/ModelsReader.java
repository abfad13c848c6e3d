package io.tollgate.chat.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads which names can be asked for. A name has targets of its own, or stands for other names of the file: then it has all
 * of their targets.
 */
final class ModelsReader {

    static final List<String> KEYS =
            List.of("targets", "models", "strategy", "attempts", "hedge", "longer-context-model", "semantic-cache");
    static final List<String> TARGET_KEYS = List.of("provider", "model", "weight", "priority");

    private static final int MODELS_MAX = 1_000;
    private static final int TARGETS_MAX = 16;
    private static final int MEMBERS_TARGETS_MAX = 1_000;
    private static final int ATTEMPTS_MAX = 10;
    private static final int WEIGHT_MAX = 1_000_000;
    private static final int PRIORITY_MAX = 100;
    private static final int MODEL_LENGTH_MAX = 256;
    private static final String ALL = "all";
    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,255}");
    private static final Map<String, Strategy> STRATEGIES =
            Arrays.stream(Strategy.values()).collect(Collectors.toMap(Strategy::wireName, Function.identity()));

    private final References references;
    private final ScalarReader scalars;
    private final Problems problems;
    private final Set<String> declaredProviders;
    private final Map<String, Provider> providers;
    private final ModelBook book;
    private final Map<String, List<Target>> targetsByAlias = new LinkedHashMap<>();
    private final List<Route> routes = new ArrayList<>();

    ModelsReader(
            References references,
            Problems problems,
            Set<String> declaredProviders,
            Map<String, Provider> providers,
            ModelBook book) {
        this.references = references;
        this.scalars = new ScalarReader(references);
        this.problems = problems;
        this.declaredProviders = declaredProviders;
        this.providers = providers;
        this.book = book;
    }

    /** In the file's order. */
    List<Route> read(@Nullable YamlValue section) {
        if (section == null) {
            return routes;
        }
        Map<String, YamlValue> entries = section.entries();
        if (entries.size() > MODELS_MAX) {
            section.refuseKey("has " + entries.size() + " models; the most is " + MODELS_MAX);
            return routes;
        }
        Map<String, Map<String, YamlValue>> members = new LinkedHashMap<>();
        entries.forEach((alias, value) -> {
            Map<String, YamlValue> keys = value.entries(KEYS);
            members.put(alias, keys);
            readTargets(alias, value, keys);
        });
        members.forEach((alias, keys) -> readRoute(alias, keys, members.keySet()));
        return routes;
    }

    private void readTargets(String alias, YamlValue value, Map<String, YamlValue> entries) {
        if (!ALIAS.matcher(alias).matches()) {
            value.refuseKey(
                    "a model's name has 1 to 256 letters, digits or '. _ : / @ + -', and begins with a letter or"
                            + " digit");
        }
        YamlValue list = entries.get("targets");
        if (list == null) {
            if (value.isMapping() && !entries.containsKey("models")) {
                problems.add(value.child("targets"), value.owner(), "is missing");
            }
            return;
        }
        if (entries.containsKey("models")) {
            list.refuseKey("stands beside 'models'; give one of the two");
        }
        List<YamlValue> items = list.items();
        if (items.size() > TARGETS_MAX) {
            list.refuseKey("has " + items.size() + " targets; the most is " + TARGETS_MAX);
            return;
        }
        if (list.isEmptyList()) {
            list.refuse("needs at least one target");
        }
        List<Target> targets = new ArrayList<>();
        items.forEach(item -> readTarget(item).ifPresent(targets::add));
        targetsByAlias.put(alias, targets);
    }

    private Optional<Target> readTarget(YamlValue value) {
        Map<String, YamlValue> entries = value.entries(TARGET_KEYS);
        Optional<Provider> provider = required(value, entries, "provider").flatMap(this::declaredProvider);
        Optional<String> model = required(value, entries, "model").flatMap(this::model);
        int weight = scalars.integer(entries.get("weight"), 1, WEIGHT_MAX).orElse(1);
        int priority = scalars.integer(entries.get("priority"), 0, PRIORITY_MAX).orElse(0);
        return provider.isPresent() && model.isPresent()
                ? Optional.of(
                        new Target(provider.get(), model.get(), weight, priority, book.of(provider.get(), model.get())))
                : Optional.empty();
    }

    private void readRoute(String alias, Map<String, YamlValue> entries, Set<String> aliases) {
        List<Target> targets = entries.containsKey("models")
                ? targetsOf(alias, entries.get("models"))
                : targetsByAlias.getOrDefault(alias, List.of());
        Optional<Strategy> strategy = scalars.choice(entries.get("strategy"), STRATEGIES);
        Optional<Integer> attempts = scalars.integer(entries.get("attempts"), 1, ATTEMPTS_MAX);
        Optional<Boolean> hedged = scalars.bool(entries.get("hedge"));
        Optional<String> longerContext = scalars.otherName(entries.get("longer-context-model"), alias, aliases);
        Optional<SemanticCache> semanticCache =
                new SemanticCacheReader(scalars).read(alias, entries.get("semantic-cache"), aliases);
        if (!targets.isEmpty() && ALIAS.matcher(alias).matches()) {
            routes.add(new Route(
                    alias,
                    targets,
                    strategy.orElse(Strategy.ORDERED),
                    attempts.map(OptionalInt::of).orElse(OptionalInt.empty()),
                    hedged.orElse(false),
                    longerContext,
                    semanticCache));
        }
    }

    /** The targets of other names, each once. */
    private List<Target> targetsOf(String alias, @Nullable YamlValue members) {
        Set<Target> targets = new LinkedHashSet<>();
        if (members == null) {
            return List.of();
        }
        if (members.isText(ALL)) {
            targetsByAlias.values().forEach(targets::addAll);
        } else {
            for (YamlValue member : members.items()) {
                references.resolve(member).ifPresent(name -> {
                    List<Target> own = targetsByAlias.get(name);
                    if (own == null || name.equals(alias)) {
                        member.refuse("there is no model '" + name + "' with targets in this file");
                    } else {
                        targets.addAll(own);
                    }
                });
            }
        }
        if (members.isEmptyList() || targets.size() > MEMBERS_TARGETS_MAX) {
            members.refuse("needs at least one model, and at most " + MEMBERS_TARGETS_MAX + " targets among them");
        }
        return List.copyOf(targets);
    }

    private Optional<Provider> declaredProvider(YamlValue value) {
        return references.resolve(value).flatMap(name -> {
            if (!declaredProviders.contains(name)) {
                value.refuse("there is no provider '" + name + "' in this file");
            }
            return Optional.ofNullable(providers.get(name));
        });
    }

    private Optional<String> model(YamlValue value) {
        return references.resolve(value).filter(model -> {
            boolean fits = model.length() <= MODEL_LENGTH_MAX;
            if (!fits) {
                value.refuse("is longer than " + MODEL_LENGTH_MAX + " characters");
            }
            return fits;
        });
    }

    private Optional<YamlValue> required(YamlValue parent, Map<String, YamlValue> entries, String key) {
        YamlValue value = entries.get(key);
        if (value == null && parent.isMapping()) {
            problems.add(parent.child(key), parent.owner(), "is missing");
        }
        return Optional.ofNullable(value);
    }
}
