package io.tollgate.billing.invoice;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Comma-separated values as RFC 4180 has them. */
public final class Csv {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    private Csv() {}

    /** A header and rows of as many values. */
    public static String write(List<String> header, List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
            printer.printRecord(header);
            printer.printRecords(rows.stream()
                    .map(row -> row.stream().map(Csv::safe).toList())
                    .toList());
        } catch (IOException failure) {
            throw new UncheckedIOException("text cannot be written to memory", failure);
        }
        return text.toString();
    }

    /** A spreadsheet would run text that begins like a formula; an apostrophe says that it is text. Numbers stay numbers. */
    private static String safe(String value) {
        boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
        boolean number = value.matches("-?[0-9]+(\\.[0-9]+)?");
        return formula && !number ? "'" + value : value;
    }
}
