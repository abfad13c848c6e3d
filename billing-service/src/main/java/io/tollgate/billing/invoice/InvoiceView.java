package io.tollgate.billing.invoice;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as people read it: its lines added up over days and keys. Amounts are whole pico-dollars as decimal strings.
 *
 * @param status draft or finalized
 * @param total dollars and cents
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record InvoiceView(
        String object,
        @Nullable String id,
        String organizationId,
        String month,
        String status,
        String currency,
        String usagePico,
        String creditPico,
        String roundingPico,
        String total,
        @Nullable Long finalizedAt,
        List<Line> lines) {

    static InvoiceView of(Invoice invoice) {
        return of(invoice, lines(invoice));
    }

    /** As the audit trail keeps it: the sums without the lines. */
    static InvoiceView summary(Invoice invoice) {
        return of(invoice, List.of());
    }

    private static InvoiceView of(Invoice invoice, List<Line> lines) {
        Instant finalized = invoice.finalizedAt();
        return new InvoiceView(
                "invoice",
                invoice.id(),
                invoice.organization(),
                invoice.month().toString(),
                invoice.isDraft() ? "draft" : "finalized",
                Invoice.CURRENCY.toLowerCase(Locale.ROOT),
                invoice.usagePico().toPlainString(),
                invoice.creditPico().toPlainString(),
                invoice.roundingPico().toPlainString(),
                invoice.total().toPlainString(),
                finalized == null ? null : Long.valueOf(finalized.getEpochSecond()),
                lines);
    }

    static List<Line> lines(Invoice invoice) {
        Map<Group, List<InvoiceLine>> groups = invoice.lines().stream()
                .collect(Collectors.groupingBy(Group::of, () -> new TreeMap<>(Group.ORDER), Collectors.toList()));
        return groups.values().stream().map(Line::of).toList();
    }

    private record Group(
            InvoiceLine.Kind kind, YearMonth month, String project, String provider, String model, String item) {

        static final Comparator<Group> ORDER = Comparator.comparing(Group::kind)
                .thenComparing(Group::month)
                .thenComparing(Group::project)
                .thenComparing(Group::provider)
                .thenComparing(Group::model)
                .thenComparing(Group::item);

        static Group of(InvoiceLine line) {
            return new Group(
                    line.kind(),
                    YearMonth.from(line.serviceDay()),
                    line.project(),
                    line.provider(),
                    line.model(),
                    line.item());
        }
    }

    /** @param serviceMonth when it was used: a correction's is before the invoice's */
    @JsonNaming(SnakeCaseStrategy.class)
    record Line(
            String kind,
            String serviceMonth,
            String projectId,
            String provider,
            String model,
            String item,
            String quantity,
            String chargePico) {

        static Line of(List<InvoiceLine> lines) {
            InvoiceLine first = lines.getFirst();
            return new Line(
                    first.kind().stored(),
                    YearMonth.from(first.serviceDay()).toString(),
                    first.project(),
                    first.provider(),
                    first.model(),
                    first.item(),
                    lines.stream()
                            .map(InvoiceLine::quantity)
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .toPlainString(),
                    lines.stream()
                            .map(InvoiceLine::chargePico)
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .toPlainString());
        }
    }
}
