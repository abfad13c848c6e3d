package io.tollgate.billing.report;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.failure.QueryInput;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** OpenAI's usage of everything but completions, from the hourly roll-up. */
@Path("/v1/organization/usage/{kind}")
@Produces(MediaType.APPLICATION_JSON)
class UsageResource {

    private static final Map<String, BucketWidth> WIDTHS = Map.of("1h", BucketWidth.HOUR, "1d", BucketWidth.DAY);
    private static final List<Dimension> DIMENSIONS =
            List.of(Dimension.PROJECT, Dimension.USER, Dimension.API_KEY, Dimension.MODEL);
    private static final Map<String, Dimension> FILTERS = Map.of(
            "project_ids", Dimension.PROJECT,
            "user_ids", Dimension.USER,
            "api_key_ids", Dimension.API_KEY,
            "models", Dimension.MODEL);

    private final RollUpReader rollUp;
    private final Caller caller;
    private final Clock clock;

    UsageResource(RollUpReader rollUp, Caller caller, Clock clock) {
        this.rollUp = rollUp;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    public Uni<ReportPage<Map<String, Object>>> usage(@PathParam("kind") String path, @Context UriInfo uri) {
        UsageKind kind = UsageKind.ofPath(path).orElseThrow(() -> ApiException.notFound("usage report", path));
        QueryInput input = new QueryInput(uri.getQueryParameters());
        ReportQuery query = ReportQuery.read(input, WIDTHS, "1d", Set.copyOf(DIMENSIONS), FILTERS, clock.instant());
        input.finish();
        List<String> items = new ArrayList<>(kind.items());
        items.add(CompletionsUsage.REQUESTS);
        return rollUp.read(caller.organization(), query, kind.operations(), items, true)
                .map(rows -> ReportPage.of(query, results(kind, query, rows)));
    }

    /** A row is one thing counted; a result adds up what a group has. */
    static Map<Instant, List<Map<String, Object>>> results(UsageKind kind, ReportQuery query, List<Row> rows) {
        Map<Instant, Map<List<String>, Map<String, Object>>> buckets = new HashMap<>();
        for (Row row : rows) {
            List<String> group = query.groups().stream()
                    .map(dimension -> row.getString(dimension.parameter()))
                    .toList();
            Map<String, Object> result = buckets.computeIfAbsent(
                            row.getOffsetDateTime("start").toInstant(), ignored -> new LinkedHashMap<>())
                    .computeIfAbsent(group, ignored -> empty(kind, query, row));
            boolean requests = row.getString("item").equals(CompletionsUsage.REQUESTS);
            result.merge(
                    requests ? "num_model_requests" : kind.field(),
                    row.getBigDecimal("quantity").longValueExact(),
                    (before, added) -> Math.addExact((Long) before, (Long) added));
        }
        Map<Instant, List<Map<String, Object>>> results = new HashMap<>();
        buckets.forEach((start, groups) -> results.put(start, List.copyOf(groups.values())));
        return results;
    }

    private static Map<String, Object> empty(UsageKind kind, ReportQuery query, Row row) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("object", kind.object());
        result.put(kind.field(), 0L);
        result.put("num_model_requests", 0L);
        DIMENSIONS.forEach(dimension -> result.put(
                dimension.parameter(),
                query.groups().contains(dimension) ? row.getString(dimension.parameter()) : null));
        return result;
    }
}
