package io.tollgate.billing.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the organization is charged in a bucket or a group of it.
 *
 * @param lineItem model and meter
 * @param quantity units of the line item, null unless grouped by it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record CostsResult(
        String object,
        Amount amount,
        @Nullable String lineItem,
        @Nullable String projectId,
        @Nullable String apiKeyId,
        @Nullable BigDecimal quantity,
        @Nullable String quantityUnit) {

    private static final int PICO_SCALE = 12;
    private static final Set<String> NOT_TOKENS =
            Set.of("images", "requests", "web_search_calls", "audio_seconds", "input_characters");

    static CostsResult of(Row row, Set<Dimension> groups) {
        String lineItem = value(row, groups, Dimension.LINE_ITEM);
        BigDecimal usd =
                row.getBigDecimal("charge_pico").movePointLeft(PICO_SCALE).stripTrailingZeros();
        return new CostsResult(
                "organization.costs.result",
                new Amount(usd.scale() < 0 ? usd.setScale(0) : usd, "usd"),
                lineItem,
                value(row, groups, Dimension.PROJECT),
                value(row, groups, Dimension.API_KEY),
                lineItem == null ? null : row.getBigDecimal("quantity"),
                lineItem == null ? null : unit(lineItem));
    }

    private static @Nullable String value(Row row, Set<Dimension> groups, Dimension dimension) {
        return groups.contains(dimension) ? row.getString(dimension.parameter()) : null;
    }

    private static @Nullable String unit(String lineItem) {
        String item = lineItem.substring(lineItem.lastIndexOf(' ') + 1);
        if (item.equals("images")) {
            return "images";
        }
        return NOT_TOKENS.contains(item) ? null : "tokens";
    }

    /** @param value dollars, exact to the pico-dollar */
    record Amount(BigDecimal value, String currency) {}
}
