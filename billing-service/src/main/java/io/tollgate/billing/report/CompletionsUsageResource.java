package io.tollgate.billing.report;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.QueryInput;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** OpenAI's usage of completions, from the hourly roll-up: buckets of an hour or a day, no shorter. */
@Path("/v1/organization/usage/completions")
@Produces(MediaType.APPLICATION_JSON)
class CompletionsUsageResource {

    private static final Map<String, BucketWidth> WIDTHS = Map.of("1h", BucketWidth.HOUR, "1d", BucketWidth.DAY);
    private static final Set<Dimension> GROUPS = Set.of(
            Dimension.PROJECT,
            Dimension.USER,
            Dimension.API_KEY,
            Dimension.MODEL,
            Dimension.BATCH,
            Dimension.SERVICE_TIER);
    private static final Map<String, Dimension> FILTERS = Map.of(
            "project_ids", Dimension.PROJECT,
            "user_ids", Dimension.USER,
            "api_key_ids", Dimension.API_KEY,
            "models", Dimension.MODEL,
            "batch", Dimension.BATCH);

    private static final List<String> OPERATIONS = List.of("chat", "completion");

    private final RollUpReader rollUp;
    private final Caller caller;
    private final Clock clock;

    CompletionsUsageResource(RollUpReader rollUp, Caller caller, Clock clock) {
        this.rollUp = rollUp;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    public Uni<ReportPage<CompletionsUsage>> usage(@Context UriInfo uri) {
        QueryInput input = new QueryInput(uri.getQueryParameters());
        if (List.of("1m").equals(uri.getQueryParameters().get("bucket_width"))) {
            input.problem("bucket_width", "of 1m is not supported: usage is rolled up by the hour");
        }
        ReportQuery query = ReportQuery.read(input, WIDTHS, "1d", GROUPS, FILTERS, clock.instant());
        input.finish();
        return rollUp.read(caller.organization(), query, OPERATIONS, List.of(), true)
                .map(rows -> ReportPage.of(query, results(rows, query)));
    }

    /** A row is one thing counted; a result has all of a group. */
    private static Map<Instant, List<CompletionsUsage>> results(List<Row> rows, ReportQuery query) {
        Map<Group, Map<String, Long>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            Map<Dimension, String> values = new EnumMap<>(Dimension.class);
            query.groups().forEach(dimension -> values.put(dimension, row.getString(dimension.parameter())));
            Instant start = row.getOffsetDateTime("start").toInstant();
            groups.computeIfAbsent(new Group(start, values), ignored -> new HashMap<>())
                    .put(row.getString("item"), row.getBigDecimal("quantity").longValueExact());
        }
        Map<Instant, List<CompletionsUsage>> results = new HashMap<>();
        groups.forEach((group, quantities) -> results.computeIfAbsent(group.start(), ignored -> new ArrayList<>())
                .add(CompletionsUsage.of(quantities, group.values())));
        return results;
    }

    private record Group(Instant start, Map<Dimension, String> values) {}
}
