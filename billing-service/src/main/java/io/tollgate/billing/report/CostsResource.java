package io.tollgate.billing.report;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.failure.QueryInput;
import io.tollgate.contracts.usage.Meter;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** OpenAI's costs of an organization, from the ledger's roll-up. Unrated usage has no cost yet and is not in it. */
@Path("/v1/organization/costs")
@Produces(MediaType.APPLICATION_JSON)
class CostsResource {

    private static final Map<String, BucketWidth> WIDTHS = Map.of("1d", BucketWidth.COST_DAY);
    private static final Set<Dimension> GROUPS = Set.of(Dimension.PROJECT, Dimension.LINE_ITEM, Dimension.API_KEY);
    private static final Map<String, Dimension> FILTERS =
            Map.of("project_ids", Dimension.PROJECT, "api_key_ids", Dimension.API_KEY);
    private static final List<String> METERS =
            Arrays.stream(Meter.values()).map(Meter::wireName).toList();

    private final RollUpReader rollUp;
    private final Caller caller;
    private final Clock clock;

    CostsResource(RollUpReader rollUp, Caller caller, Clock clock) {
        this.rollUp = rollUp;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    public Uni<ReportPage<CostsResult>> costs(@Context UriInfo uri) {
        QueryInput input = new QueryInput(uri.getQueryParameters());
        ReportQuery query = ReportQuery.read(input, WIDTHS, "1d", GROUPS, FILTERS, clock.instant());
        input.finish();
        return rollUp.read(caller.organization(), query, List.of(), METERS, false)
                .map(rows -> ReportPage.of(
                        query,
                        rows.stream()
                                .collect(Collectors.groupingBy(
                                        row -> row.getOffsetDateTime("start").toInstant(),
                                        Collectors.mapping(
                                                (Row row) -> CostsResult.of(row, query.groups()),
                                                Collectors.toList())))));
    }
}
