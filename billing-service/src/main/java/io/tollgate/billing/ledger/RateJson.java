package io.tollgate.billing.ledger;

import io.tollgate.billing.price.Quote;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The stored form of a rate's lines and unpriced meters. */
final class RateJson {

    private static final int LINE_LENGTH = 160;

    private RateJson() {}

    /** Written by hand: every name and id is plain ASCII of ours, and this runs for every event. */
    static String lines(Rate rate) {
        StringBuilder json = new StringBuilder(2 + LINE_LENGTH * rate.lines().size()).append('[');
        for (Quote.Line line : rate.lines()) {
            json.append(json.length() > 1 ? "," : "")
                    .append("{\"meter\":\"")
                    .append(line.meter().wireName())
                    .append("\",\"count\":")
                    .append(line.count())
                    .append(",\"price_version\":\"")
                    .append(line.priceVersion())
                    .append("\",\"cost_pico\":")
                    .append(line.cost().pico())
                    .append(",\"charge_version\":\"")
                    .append(line.chargeVersion())
                    .append("\",\"amount_pico\":")
                    .append(line.charge().pico())
                    .append('}');
        }
        return json.append(']').toString();
    }

    static List<Quote.Line> lines(JsonArray stored) {
        return stored.stream()
                .map(JsonObject.class::cast)
                .map(line -> new Quote.Line(
                        Meter.ofWireName(line.getString("meter")),
                        line.getLong("count"),
                        line.getString("price_version"),
                        Money.ofPico(line.getLong("cost_pico")),
                        line.getString("charge_version"),
                        Money.ofPico(line.getLong("amount_pico"))))
                .toList();
    }

    static String unpriced(Rate rate) {
        return rate.unpriced().stream().map(Meter::wireName).sorted().collect(Collectors.joining(","));
    }

    static Set<Meter> unpriced(String[] stored) {
        return Arrays.stream(stored).map(Meter::ofWireName).collect(Collectors.toSet());
    }
}
