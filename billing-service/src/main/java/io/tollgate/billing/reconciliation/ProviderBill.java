package io.tollgate.billing.reconciliation;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.failure.ApiException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** A provider's bill, read from OpenAI's costs as JSON or from a CSV with the columns day, model and usd. */
final class ProviderBill {

    private static final int MOST_LINES = 100_000;
    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();
    /** A number with a huge exponent is short in the bill, and does not fit into memory once it is added to another. */
    private static final int MOST_DIGITS = 15;

    private static final int MOST_DECIMALS = 100;

    private ProviderBill() {}

    /**
     * OpenAI's answer to {@code GET /v1/organization/costs?group_by=line_item}; a line item begins with the model, before
     * the first comma.
     *
     * @throws ApiException 400 naming what is wrong
     */
    static List<BillLine> ofOpenAiCosts(ObjectMapper json, byte[] body) {
        JsonNode buckets;
        try {
            buckets = json.reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(body)
                    .path("data");
        } catch (IOException malformed) {
            throw ApiException.invalid("The body is not valid JSON: " + malformed.getMessage(), null);
        }
        if (!buckets.isArray()) {
            throw ApiException.invalid("'data' must be an array of buckets, as OpenAI's costs have it.", "data");
        }
        List<BillLine> lines = new ArrayList<>();
        for (JsonNode bucket : buckets) {
            long start = bucket.path("start_time").asLong(-1);
            if (start < 0 || start > LATEST) {
                throw ApiException.invalid("Every bucket needs a start_time in seconds since 1970.", "data");
            }
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochSecond(start), ZoneOffset.UTC);
            for (JsonNode result : bucket.path("results")) {
                JsonNode value = result.path("amount").path("value");
                if (!value.isNumber()
                        || !result.path("amount").path("currency").asText("").equalsIgnoreCase("usd")) {
                    throw ApiException.invalid("Every result needs an amount in usd: " + day + ".", "data");
                }
                String item = result.path("line_item").asText("");
                lines.add(BillLine.ofUsd(day, model(item), payable(value.decimalValue())));
            }
        }
        return bounded(lines);
    }

    /** @throws ApiException 400 naming the line that is wrong */
    static List<BillLine> ofCsv(byte[] body) {
        List<BillLine> lines = new ArrayList<>();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .get();
        try (var records = format.parse(new StringReader(new String(body, StandardCharsets.UTF_8)))) {
            for (CSVRecord row : records) {
                lines.add(line(row));
            }
        } catch (IOException | IllegalStateException | IllegalArgumentException malformed) {
            throw ApiException.invalid("The CSV cannot be read: " + malformed.getMessage(), null);
        }
        return bounded(lines);
    }

    private static BillLine line(CSVRecord row) {
        try {
            return BillLine.ofUsd(
                    LocalDate.parse(row.get("day")), row.get("model"), payable(new BigDecimal(row.get("usd"))));
        } catch (DateTimeException | NumberFormatException malformed) {
            throw ApiException.invalid(
                    "Record " + row.getRecordNumber() + " needs day as 2026-11-22 and usd as a decimal number.", null);
        }
    }

    private static BigDecimal payable(BigDecimal usd) {
        if ((long) usd.precision() - usd.scale() > MOST_DIGITS || usd.scale() > MOST_DECIMALS) {
            throw ApiException.invalid(
                    "An amount has more than " + MOST_DIGITS + " digits before the point, or " + MOST_DECIMALS
                            + " after it: " + usd + ".",
                    null);
        }
        return usd;
    }

    private static String model(String lineItem) {
        int comma = lineItem.indexOf(',');
        return (comma < 0 ? lineItem : lineItem.substring(0, comma)).strip();
    }

    private static List<BillLine> bounded(List<BillLine> lines) {
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw ApiException.invalid(
                    "The bill must have 1 to " + MOST_LINES + " lines, not " + lines.size() + ".", null);
        }
        return lines;
    }
}
