package io.tollgate.billing.invoice;

import com.lowagie.text.Document;
import com.lowagie.text.Element;
import com.lowagie.text.Font;
import com.lowagie.text.FontFactory;
import com.lowagie.text.PageSize;
import com.lowagie.text.Paragraph;
import com.lowagie.text.Phrase;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import com.lowagie.text.pdf.PdfWriter;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.List;

/** An invoice to print. Characters outside Latin-1 are shown as question marks: the built-in fonts have no others. */
final class InvoicePdf {

    private static final int PICO_SCALE = 12;
    private static final int MOST_ROWS = 5_000;
    private static final Font TITLE = FontFactory.getFont(FontFactory.HELVETICA_BOLD, 16);
    private static final Font TEXT = FontFactory.getFont(FontFactory.HELVETICA, 8);
    private static final Font STRONG = FontFactory.getFont(FontFactory.HELVETICA_BOLD, 8);
    private static final List<String> HEADER =
            List.of("Kind", "Used in", "Project", "Provider", "Model", "Meter", "Quantity", "USD");
    private static final int NUMBERS_FROM = 6;

    private InvoicePdf() {}

    static byte[] write(Invoice invoice, String issuer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Document document = new Document(PageSize.A4.rotate());
        PdfWriter.getInstance(document, bytes);
        document.addTitle("Invoice " + invoice.month());
        document.addAuthor(issuer);
        document.open();
        document.add(new Paragraph((invoice.isDraft() ? "Draft invoice " : "Invoice ") + invoice.month(), TITLE));
        String id = invoice.id();
        document.add(new Paragraph("Issued by " + issuer + (id == null ? "" : ", number " + id), TEXT));
        document.add(new Paragraph("Organization " + invoice.organization(), TEXT));
        document.add(new Paragraph(" ", TEXT));
        document.add(table(InvoiceView.lines(invoice)));
        document.add(new Paragraph(
                "Total " + Invoice.CURRENCY + " " + invoice.total().toPlainString(), TITLE));
        document.close();
        return bytes.toByteArray();
    }

    private static PdfPTable table(List<InvoiceView.Line> lines) {
        PdfPTable table = new PdfPTable(HEADER.size());
        table.setWidthPercentage(100);
        table.setHeaderRows(1);
        HEADER.forEach(title -> table.addCell(new Phrase(title, STRONG)));
        lines.stream().limit(MOST_ROWS).forEach(line -> add(table, values(line)));
        if (lines.size() > MOST_ROWS) {
            PdfPCell rest = new PdfPCell(
                    new Phrase((lines.size() - MOST_ROWS) + " more lines are in the CSV of this invoice.", TEXT));
            rest.setColspan(HEADER.size());
            table.addCell(rest);
        }
        return table;
    }

    private static List<String> values(InvoiceView.Line line) {
        return List.of(
                line.kind(),
                line.serviceMonth(),
                line.projectId(),
                line.provider(),
                line.model(),
                line.item(),
                line.quantity(),
                new BigDecimal(line.chargePico()).movePointLeft(PICO_SCALE).toPlainString());
    }

    private static void add(PdfPTable table, List<String> values) {
        for (int column = 0; column < values.size(); column++) {
            PdfPCell cell = new PdfPCell(new Phrase(values.get(column), TEXT));
            cell.setHorizontalAlignment(column < NUMBERS_FROM ? Element.ALIGN_LEFT : Element.ALIGN_RIGHT);
            table.addCell(cell);
        }
    }
}
