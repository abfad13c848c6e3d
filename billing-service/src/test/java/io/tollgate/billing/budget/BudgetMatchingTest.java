package io.tollgate.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.budget.ModelGlob;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetPublished.Unpriced;
import io.tollgate.contracts.money.Money;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetMatchingTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:20:30Z");
    private static final int SEEDS = 300;

    @ParameterizedTest
    @CsvSource({
        "END_USER,     user-1,       true",
        "END_USER,     user-2,       false",
        "MODEL,        gpt-4o-mini,  true",
        "MODEL,        gpt-4o*,      true",
        "MODEL,        *,            true",
        "MODEL,        gpt-4?-mini,  true",
        "MODEL,        gpt-4,        false",
        "MODEL,        GPT-4o-mini,  false",
        "TAG,          team=search,  true",
        "TAG,          team=Search,  false",
        "TAG,          team=,        false",
        "TAG,          query=a=b,    true",
        "TAG,          other=search, false",
        "ORGANIZATION, org_a,        true",
        "PROJECT,      org_a,        false",
        "KEY,          key_a,        true",
    })
    void shouldCoverWhatItsScopeNames(Scope scope, String scopeId, boolean covered) {
        Spend spend = new Spend(
                "org_a", "proj_a", "key_a", "user-1", "gpt-4o-mini", Map.of("team", "search", "query", "a=b"), NOW, 1);

        assertThat(budget("b", scope, scopeId).covers(spend)).isEqualTo(covered);
    }

    @Test
    void shouldNotCoverACallWithoutEndUserOrTags() {
        // Given
        Spend spend = new Spend("org_a", "proj_a", "key_a", null, "m", Map.of(), NOW, 1);

        // When
        List<Boolean> covered = List.of(
                budget("b", Scope.END_USER, "null").covers(spend),
                budget("b", Scope.TAG, "team=null").covers(spend));

        // Then
        assertThat(covered).containsOnly(false);
    }

    @Test
    void shouldAgreeWithRegularExpressionsAboutEveryPattern() {
        String[] letters = {"a", "b", "*", "?", ".", "_", "%", "\\"};
        for (long seed = 0; seed < 20_000; seed++) {
            // Given
            SplittableRandom random = new SplittableRandom(seed);
            String glob = word(random, letters, letters.length);
            String name = word(random, letters, 2);
            String expression = Arrays.stream(glob.split(""))
                    .map(letter -> switch (letter) {
                        case "*" -> ".*";
                        case "?" -> ".";
                        default -> Pattern.quote(letter);
                    })
                    .collect(Collectors.joining());

            // When
            boolean matches = ModelGlob.matches(glob, name);

            // Then
            assertThat(matches).as("seed %d: %s, %s", seed, glob, name).isEqualTo(name.matches(expression));
        }
    }

    @Test
    void shouldChargeTheSameWhateverTheOrderAndTheBatches() {
        List<BudgetDefinition> budgets = List.of(
                budget("a", Scope.ORGANIZATION, "org_a"),
                budget("b", Scope.END_USER, "user-1"),
                budget("c", Scope.MODEL, "gpt-*"),
                budget("d", Scope.TAG, "team=search"));
        for (long seed = 0; seed < SEEDS; seed++) {
            // Given
            SplittableRandom random = new SplittableRandom(seed);
            List<Spend> spends = spends(random);
            List<Spend> shaken = new ArrayList<>(spends);
            Collections.shuffle(shaken, new Random(seed));
            int cut = random.nextInt(shaken.size() + 1);

            // When
            Map<String, BigInteger> once = total(Charge.of(budgets, spends));
            List<Charge> parts = new ArrayList<>(Charge.of(budgets, shaken.subList(0, cut)));
            parts.addAll(Charge.of(budgets, shaken.subList(cut, shaken.size())));

            // Then: and each budget has what a plain sum over its calls says
            assertThat(total(parts)).as("seed %d", seed).isEqualTo(once);
            assertThat(sum(once, "b"))
                    .as("seed %d", seed)
                    .isEqualTo(plain(spends, spend -> "user-1".equals(spend.endUser())));
            assertThat(sum(once, "c"))
                    .as("seed %d", seed)
                    .isEqualTo(plain(spends, spend -> spend.model().startsWith("gpt-")));
        }
    }

    @Test
    void shouldReachAThresholdExactlyAtItsShareOfTheLimit() {
        // Given
        BudgetDefinition budget =
                budget("b", Scope.ORGANIZATION, "org_a").withNotice(new Notice(List.of(100, 50, 80), List.of(), null));

        // When
        List<List<Integer>> reached = List.of(
                budget.reached(Money.ofPico(499)),
                budget.reached(Money.ofPico(500)),
                budget.reached(Money.ofPico(999)),
                budget.reached(Money.ofPico(Long.MAX_VALUE)));

        // Then
        assertThat(reached).containsExactly(List.of(), List.of(50), List.of(50, 80), List.of(50, 80, 100));
    }

    private static List<Spend> spends(SplittableRandom random) {
        List<Spend> spends = new ArrayList<>();
        for (int count = 1 + random.nextInt(40); count > 0; count--) {
            spends.add(new Spend(
                    "org_a",
                    "proj_a",
                    "key_a",
                    random.nextBoolean() ? null : "user-" + random.nextInt(3),
                    List.of("gpt-a", "gpt-b", "other").get(random.nextInt(3)),
                    random.nextBoolean() ? Map.of() : Map.of("team", random.nextBoolean() ? "search" : "ads"),
                    NOW.plusSeconds(random.nextInt(200_000)),
                    random.nextLong(0, 1_000_000)));
        }
        return spends;
    }

    private static Map<String, BigInteger> total(List<Charge> charges) {
        return charges.stream()
                .collect(Collectors.toMap(
                        charge -> charge.budget().id() + " " + charge.period().start(), Charge::pico, BigInteger::add));
    }

    private static BigInteger sum(Map<String, BigInteger> totals, String budget) {
        return totals.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(budget + " "))
                .map(Map.Entry::getValue)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger plain(List<Spend> spends, Predicate<Spend> covered) {
        return spends.stream()
                .filter(covered)
                .map(spend -> BigInteger.valueOf(spend.pico()))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static String word(SplittableRandom random, String[] letters, int variety) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(7); length > 0; length--) {
            word.append(letters[random.nextInt(variety)]);
        }
        return word.toString();
    }

    private static BudgetDefinition budget(String id, Scope scope, String scopeId) {
        return new BudgetDefinition(
                id,
                "org_a",
                scope,
                scopeId,
                BudgetWindow.of(BudgetInterval.DAY, ZoneOffset.UTC),
                Enforcement.HARD,
                Unpriced.REFUSE,
                Money.ofPico(1_000),
                Notice.NONE,
                true);
    }
}
