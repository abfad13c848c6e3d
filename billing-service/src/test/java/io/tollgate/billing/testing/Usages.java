package io.tollgate.billing.testing;

import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.UsageRecorded.ServedFrom;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Usage events for tests; each change gives a new one. */
public record Usages(
        UUID attempt,
        String organization,
        String project,
        String key,
        @Nullable String endUser,
        String provider,
        String model,
        String tier,
        Instant at,
        Status status,
        Usage usage,
        UsageSource source,
        @Nullable String response,
        Operation operation,
        ServedFrom servedFrom,
        Map<String, String> tags,
        @Nullable String region) {

    public static final String ORGANIZATION = "org_default";
    public static final String PROJECT = "proj_default";

    private static final AtomicLong COUNTER = new AtomicLong();

    /** 1,000 uncached and 200 cached input tokens, 300 output tokens of the simulated gpt-4o-mini. */
    public static Usages at(Instant at) {
        Usage usage = Usage.of(Meter.INPUT_UNCACHED, 1_000)
                .with(Meter.INPUT_CACHED, 200)
                .with(Meter.OUTPUT_TEXT, 300);
        return new Usages(
                uuid7(at),
                ORGANIZATION,
                PROJECT,
                "key_test",
                null,
                "simulator",
                "gpt-4o-mini",
                "default",
                at,
                Status.OK,
                usage,
                UsageSource.PROVIDER,
                "resp_simulated",
                Operation.CHAT,
                ServedFrom.PROVIDER,
                Map.of(),
                null);
    }

    /** Unique in this JVM; the random part is a counter, so that a failing test can be repeated. */
    public static UUID uuid7(Instant at) {
        long most = (at.toEpochMilli() << 16) | 0x7000;
        return new UUID(most, 0x8000_0000_0000_0000L | COUNTER.incrementAndGet());
    }

    public Usages project(String value) {
        return new Usages(
                attempt,
                organization,
                value,
                key,
                endUser,
                provider,
                model,
                tier,
                at,
                status,
                usage,
                source,
                response,
                operation,
                servedFrom,
                tags,
                region);
    }

    public Usages key(String value) {
        return new Usages(
                attempt,
                organization,
                project,
                value,
                endUser,
                provider,
                model,
                tier,
                at,
                status,
                usage,
                source,
                response,
                operation,
                servedFrom,
                tags,
                region);
    }

    public Usages endUser(String value) {
        return new Usages(
                attempt,
                organization,
                project,
                key,
                value,
                provider,
                model,
                tier,
                at,
                status,
                usage,
                source,
                response,
                operation,
                servedFrom,
                tags,
                region);
    }

    public Usages organization(String value) {
        return new Usages(
                attempt,
                value,
                project,
                key,
                endUser,
                provider,
                model,
                tier,
                at,
                status,
                usage,
                source,
                response,
                operation,
                servedFrom,
                tags,
                region);
    }

    public Usages model(String ofProvider, String value) {
        return new Usages(
                attempt,
                organization,
                project,
                key,
                endUser,
                ofProvider,
                value,
                tier,
                at,
                status,
                usage,
                source,
                response,
                operation,
                servedFrom,
                tags,
                region);
    }

    public Usages tier(String value) {
        return new Usages(
                attempt,
                organization,
                project,
                key,
                endUser,
                provider,
                model,
                value,
                at,
                status,
                usage,
                source,
                response,
                operation,
                servedFrom,
                tags,
                region);
    }

    public Usages ended(Status value, UsageSource counted) {
        return new Usages(
                attempt,
                organization,
                project,
                key,
                endUser,
                provider,
                model,
                tier,
                at,
                value,
                usage,
                counted,
                response,
                operation,
                servedFrom,
                tags,
                region);
    }

    public Usages used(Usage value) {
        return new Usages(
                attempt,
                organization,
                project,
                key,
                endUser,
                provider,
                model,
                tier,
                at,
                status,
                value,
                source,
                response,
                operation,
                servedFrom,
                tags,
                region);
    }

    public Usages response(String value) {
        return new Usages(
                attempt,
                organization,
                project,
                key,
                endUser,
                provider,
                model,
                tier,
                at,
                status,
                usage,
                source,
                value,
                operation,
                servedFrom,
                tags,
                region);
    }

    public Usages attempt(UUID value) {
        return new Usages(
                value,
                organization,
                project,
                key,
                endUser,
                provider,
                model,
                tier,
                at,
                status,
                usage,
                source,
                response,
                operation,
                servedFrom,
                tags,
                region);
    }

    public Usages operation(Operation value) {
        return new Usages(
                attempt,
                organization,
                project,
                key,
                endUser,
                provider,
                model,
                tier,
                at,
                status,
                usage,
                source,
                response,
                value,
                servedFrom,
                tags,
                region);
    }

    public Usages servedFrom(ServedFrom value) {
        return new Usages(
                attempt,
                organization,
                project,
                key,
                endUser,
                provider,
                model,
                tier,
                at,
                status,
                usage,
                source,
                response,
                operation,
                value,
                tags,
                region);
    }

    public Usages tags(Map<String, String> value) {
        return new Usages(
                attempt,
                organization,
                project,
                key,
                endUser,
                provider,
                model,
                tier,
                at,
                status,
                usage,
                source,
                response,
                operation,
                servedFrom,
                value,
                region);
    }

    public Usages region(String value) {
        return new Usages(
                attempt,
                organization,
                project,
                key,
                endUser,
                provider,
                model,
                tier,
                at,
                status,
                usage,
                source,
                response,
                operation,
                servedFrom,
                tags,
                value);
    }

    public UsageRecorded event() {
        return new UsageRecorded(
                attempt,
                attempt,
                1,
                organization,
                project,
                key,
                endUser,
                provider,
                model,
                model,
                operation,
                tier,
                at,
                at.plusMillis(250),
                status,
                usage,
                source,
                response,
                servedFrom,
                tags,
                region);
    }
}
