package io.tollgate.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.testing.Generator;
import io.tollgate.contracts.testing.Seeds;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fields of the examples mean: a swap of two fields of one type changes no JSON, but fails here. */
class EventJsonTest {

    private static <T> T read(EventType<T> type, String example) throws MalformedEventException {
        return EventJson.read(
                type, ContractFiles.read(ContractFiles.example(type, example)).getBytes(UTF_8));
    }

    @Test
    void shouldReadUsage() throws MalformedEventException {
        assertThat(read(EventType.USAGE_RECORDED, "full"))
                .isEqualTo(new UsageRecorded(
                        UUID.fromString("0197a3c4-5b1e-7d20-8f3a-000000000002"),
                        UUID.fromString("0197a3c4-5b1d-7c11-9b2c-000000000002"),
                        2,
                        "org_2f6c1d7e",
                        "proj_9a41c0de",
                        "key_51b7e2aa",
                        "user-7c1f",
                        "openai-eu",
                        "fast",
                        "gpt-4o-2024-08-06",
                        UsageRecorded.Operation.CHAT,
                        "priority",
                        Instant.parse("2025-06-25T10:15:30.123456789Z"),
                        Instant.parse("2025-06-25T10:16:02Z"),
                        UsageRecorded.Status.OK,
                        Usage.of(Map.ofEntries(
                                Map.entry(Meter.INPUT_UNCACHED, 812L),
                                Map.entry(Meter.INPUT_CACHED, 1_024L),
                                Map.entry(Meter.CACHE_WRITE_5M, 256L),
                                Map.entry(Meter.CACHE_WRITE_1H, 128L),
                                Map.entry(Meter.INPUT_AUDIO, 64L),
                                Map.entry(Meter.INPUT_IMAGE, 765L),
                                Map.entry(Meter.OUTPUT_TEXT, 341L),
                                Map.entry(Meter.OUTPUT_REASONING, 1_920L),
                                Map.entry(Meter.OUTPUT_AUDIO, 77L),
                                Map.entry(Meter.IMAGES, 1L),
                                Map.entry(Meter.REQUESTS, 1L),
                                Map.entry(Meter.WEB_SEARCH_CALLS, 3L),
                                Map.entry(Meter.AUDIO_SECONDS, 12L),
                                Map.entry(Meter.INPUT_CHARACTERS, 340L))),
                        UsageRecorded.UsageSource.PROVIDER,
                        "chatcmpl-BmXq0",
                        UsageRecorded.ServedFrom.PROVIDER,
                        Map.of("team", "search", "feature", "summary"),
                        "eu-west-1"));
    }

    @Test
    void shouldReadSettledAttempts() throws MalformedEventException {
        AttemptsSettled settled = read(EventType.ATTEMPTS_SETTLED, "full");

        assertThat(settled.attempts())
                .containsExactly(
                        UUID.fromString("0197a3c4-5b1e-7d20-8f3a-000000000001"),
                        UUID.fromString("0197a3c4-5b1e-7d20-8f3a-000000000002"));
        assertThat(settled.budgets().getFirst())
                .isEqualTo(new BudgetState(
                        "bud_0d9e",
                        Instant.parse("2025-06-01T00:00:00Z"),
                        Instant.parse("2025-07-01T00:00:00Z"),
                        8_812,
                        Money.ofPico(50_000_000_000_000L),
                        Money.ofPico(12_345_678_901_234L)));
    }

    @Test
    void shouldReadABudget() throws MalformedEventException {
        assertThat(read(EventType.BUDGET_PUBLISHED, "daily-project"))
                .isEqualTo(new BudgetPublished(
                        "org_2f6c1d7e",
                        BudgetPublished.Scope.PROJECT,
                        "proj_9a41c0de",
                        BudgetInterval.DAY,
                        "America/Sao_Paulo",
                        BudgetPublished.Enforcement.HARD,
                        true,
                        null,
                        new BudgetState(
                                "bud_77aa",
                                Instant.parse("2018-11-04T03:00:00Z"),
                                Instant.parse("2018-11-05T02:00:00Z"),
                                42,
                                Money.ofPico(50_000_000_000_000L),
                                Money.ofPico(1))));
    }

    @Test
    void shouldReadAccess() throws MalformedEventException {
        assertThat(read(EventType.ACCESS_PUBLISHED, "full"))
                .isEqualTo(new AccessPublished(
                        17,
                        "key_51b7e2aa",
                        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        AccessPublished.Status.ACTIVE,
                        "org_2f6c1d7e",
                        "proj_9a41c0de",
                        List.of("gpt-4o-mini", "openai/gpt-4o"),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        List.of(
                                new RateLimit(RateLimit.Scope.KEY, null, RateLimit.Kind.REQUESTS_PER_MINUTE, 500),
                                new RateLimit(
                                        RateLimit.Scope.PROJECT,
                                        "gpt-4o-mini",
                                        RateLimit.Kind.TOKENS_PER_MINUTE,
                                        200_000),
                                new RateLimit(
                                        RateLimit.Scope.ORGANIZATION, null, RateLimit.Kind.REQUESTS_PER_DAY, 10_000),
                                new RateLimit(RateLimit.Scope.END_USER, null, RateLimit.Kind.CONCURRENT_REQUESTS, 2)),
                        List.of("chat", "embedding"),
                        new AccessPublished.PreviousSecret(
                                "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                                Instant.parse("2025-06-02T00:00:00Z"))));
    }

    @Test
    void shouldReadPrices() throws MalformedEventException {
        PricePublished prices = read(EventType.PRICE_PUBLISHED, "full");

        assertThat(prices.provider() + "/" + prices.model()).isEqualTo("openai-eu/meta/every-meter");
        assertThat(prices.regions())
                .singleElement()
                .satisfies(regional -> assertThat(regional.region()).isEqualTo("eu-west-1"))
                .satisfies(regional -> assertThat(regional.versions())
                        .extracting(PriceVersion::id)
                        .containsExactly("price_93"));
        assertThat(read(EventType.PRICE_PUBLISHED, "without-regions").regions()).isEmpty();
        assertThat(prices.versions())
                .contains(
                        new PriceVersion(
                                "price_40",
                                Meter.INPUT_UNCACHED,
                                "priority",
                                200_000,
                                2_500_000L,
                                1,
                                Instant.parse("2024-07-18T00:00:00Z"),
                                Instant.parse("2025-06-01T08:00:00Z"),
                                "https://platform.openai.com/docs/pricing"),
                        new PriceVersion(
                                "price_42",
                                Meter.OUTPUT_AUDIO,
                                "default",
                                0,
                                null,
                                1,
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Instant.parse("2025-06-01T08:00:00Z"),
                                "withdrawn by the provider"));
    }

    @Test
    void shouldReadAVerdict() throws MalformedEventException {
        VerdictReached verdict = read(EventType.VERDICT_REACHED, "full");

        assertThat(verdict.requestId()).isEqualTo(UUID.fromString("0197a3c4-5b1d-7c11-9b2c-000000000005"));
        assertThat(verdict.degraded()).isTrue();
        assertThat(verdict.scores()).isEqualTo(Map.of("harassment", 0.03, "violence", 1.0, "self-harm", 0.0));
        assertThat(verdict.hits())
                .startsWith(new VerdictReached.Hit("lexicon", "violence/en/0042", "violence", 10, 17));
        assertThat(verdict.characters()).isEqualTo(70_000);
        assertThat(verdict.scannedCharacters()).isEqualTo(65_536);
    }

    @Test
    void shouldSurviveJsonWhateverIsInIt() {
        Seeds.forAll(generator -> {
            UsageRecorded usage = usage(generator);

            assertThat(roundTrip(usage)).isEqualTo(usage);
        });
    }

    private static UsageRecorded usage(Generator generator) {
        Instant started = generator.instant();
        Usage usage = generator.usage(1_000_000);
        return new UsageRecorded(
                generator.uuidV7(),
                generator.uuidV7(),
                generator.between(1, 5),
                "org",
                "project",
                "key",
                generator.oneIn(2) ? null : "usér \"" + generator.between(0, 9) + "\"\n",
                "openai",
                "fast",
                "gpt-4o",
                UsageRecorded.Operation.CHAT,
                "default",
                started,
                started.plusMillis(generator.between(0, 1_000_000)),
                generator.oneOf(List.of(UsageRecorded.Status.values())),
                usage,
                usage.isReported() ? UsageRecorded.UsageSource.PROVIDER : UsageRecorded.UsageSource.NONE,
                generator.oneIn(2) ? null : "chatcmpl-1",
                generator.oneIn(2) ? null : generator.oneOf(List.of(UsageRecorded.ServedFrom.values())),
                generator.oneIn(2) ? null : Map.of("team", "search " + generator.between(0, 9)),
                generator.oneIn(2) ? null : "eu-west-" + generator.between(1, 3));
    }

    private static UsageRecorded roundTrip(UsageRecorded usage) {
        try {
            return EventJson.read(EventType.USAGE_RECORDED, EventJson.write(EventType.USAGE_RECORDED, usage));
        } catch (MalformedEventException failure) {
            throw new AssertionError(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"text\"", "1", "{", "{}", "{} {}", "\u0000"})
    void shouldRefuseWhatIsNotAnEvent(String bytes) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> EventJson.read(EventType.USAGE_RECORDED, bytes.getBytes(UTF_8)))
                .withMessageStartingWith("not a tollgate.usage.recorded.v1: ");
    }

    @Test
    void shouldRefuseAnEventThatSaysMoreThanOneThing() {
        String valid = ContractFiles.read(ContractFiles.example(EventType.USAGE_RECORDED, "minimal"));

        assertRefused(valid + "{}", "Trailing token");
        assertRefused(valid.replace("\"attempt\": 1,", "\"attempt\": 1, \"attempt\": 2,"), "Duplicate field 'attempt'");
        assertRefused(
                valid.replace("\"output_text\": 5", "\"output_text\": 5, \"output_text\": 0"),
                "Duplicate field 'output_text'");
    }

    private static void assertRefused(String json, String reason) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> EventJson.read(EventType.USAGE_RECORDED, json.getBytes(UTF_8)))
                .withMessageContaining(reason);
    }

    @Test
    void shouldNotConstructUsageThatContradictsItself() throws MalformedEventException {
        UsageRecorded usage = read(EventType.USAGE_RECORDED, "minimal");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(usage, Usage.NOT_REPORTED, UsageRecorded.UsageSource.ESTIMATE))
                .withMessage("usage is empty, but usage_source says that it was counted: estimate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(usage, Usage.of(Meter.OUTPUT_TEXT, 1), UsageRecorded.UsageSource.NONE))
                .withMessageStartingWith("usage_source is none, but something was consumed: ");
    }

    private static UsageRecorded with(UsageRecorded event, Usage usage, UsageRecorded.UsageSource source) {
        return new UsageRecorded(
                event.attemptId(),
                event.requestId(),
                event.attempt(),
                event.organization(),
                event.project(),
                event.key(),
                event.endUser(),
                event.provider(),
                event.modelRequested(),
                event.modelBilled(),
                event.operation(),
                event.serviceTier(),
                event.startedAt(),
                event.completedAt(),
                event.status(),
                usage,
                source,
                event.providerResponseId(),
                event.servedFrom(),
                event.tags(),
                event.region());
    }
}
