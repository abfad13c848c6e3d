package io.tollgate.billing.price;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The committed price file. */
final class PriceSeed {

    static final String RESOURCE = "/price-book.csv";

    private PriceSeed() {}

    /** @throws IllegalArgumentException naming the line that is wrong */
    static List<ListedPrice> load() {
        try (InputStream file = PriceSeed.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException("the price seed " + RESOURCE + " is missing from the package");
            }
            return parse(new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8)));
        } catch (IOException failure) {
            throw new UncheckedIOException("the price seed " + RESOURCE + " cannot be read", failure);
        }
    }

    static List<ListedPrice> parse(BufferedReader file) throws IOException {
        List<String> columns = List.of();
        List<ListedPrice> prices = new ArrayList<>();
        int line = 0;
        for (String text = file.readLine(); text != null; text = file.readLine()) {
            line++;
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            List<String> fields = fields(text);
            if (columns.isEmpty()) {
                columns = fields;
                continue;
            }
            if (fields.size() != columns.size()) {
                throw new IllegalArgumentException("line " + line + " of the price seed has " + fields.size()
                        + " fields, the header has " + columns.size());
            }
            prices.addAll(new SeedRow(line, byColumn(columns, fields)).prices());
        }
        return prices;
    }

    private static Map<String, String> byColumn(List<String> columns, List<String> fields) {
        Map<String, String> byColumn = new HashMap<>();
        for (int index = 0; index < columns.size(); index++) {
            byColumn.put(columns.get(index), fields.get(index));
        }
        return byColumn;
    }

    /** Comma-separated; a field in quotes may contain commas, and no field contains quotes or line breaks. */
    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(character);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
