package io.tollgate.billing.invoice;

import com.lowagie.text.Document;
import com.lowagie.text.Element;
import com.lowagie.text.Font;
import com.lowagie.text.PageSize;
import com.lowagie.text.Paragraph;
import com.lowagie.text.Phrase;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import com.lowagie.text.pdf.PdfWriter;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Invoices to print. */
final class InvoicePdf {

    private static final int PICO_SCALE = 12;
    private static final int MOST_ROWS = 5_000;
    private static final float TITLE = 16;
    private static final float TEXT = 8;
    private static final List<String> HEADER =
            List.of("Kind", "Used in", "Project", "Provider", "Model", "Meter", "Quantity", "USD");
    private static final int NUMBERS_FROM = 6;

    private final InvoiceFonts fonts;
    private final String issuer;

    InvoicePdf(InvoiceFonts fonts, String issuer) {
        this.fonts = fonts;
        this.issuer = issuer;
    }

    /** @param projects names by id; a project without one is shown by its id alone */
    byte[] write(Invoice invoice, Map<String, String> projects) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Document document = new Document(PageSize.A4.rotate());
        PdfWriter.getInstance(document, bytes);
        document.addTitle("Invoice " + invoice.month());
        document.addAuthor(issuer);
        document.open();
        document.add(title((invoice.isDraft() ? "Draft invoice " : "Invoice ") + invoice.month()));
        String id = invoice.id();
        document.add(new Paragraph(text("Issued by " + issuer + (id == null ? "" : ", number " + id))));
        document.add(new Paragraph(text("Organization " + invoice.organization())));
        document.add(new Paragraph(text(" ")));
        document.add(table(InvoiceView.lines(invoice), projects));
        document.add(title("Total " + Invoice.CURRENCY + " " + invoice.total().toPlainString()));
        document.close();
        return bytes.toByteArray();
    }

    private Paragraph title(String title) {
        return new Paragraph(fonts.phrase(title, TITLE, Font.BOLD));
    }

    private Phrase text(String text) {
        return fonts.phrase(text, TEXT, Font.NORMAL);
    }

    private PdfPTable table(List<InvoiceView.Line> lines, Map<String, String> projects) {
        PdfPTable table = new PdfPTable(HEADER.size());
        table.setWidthPercentage(100);
        table.setHeaderRows(1);
        HEADER.forEach(title -> table.addCell(fonts.phrase(title, TEXT, Font.BOLD)));
        lines.stream().limit(MOST_ROWS).forEach(line -> add(table, values(line, projects)));
        if (lines.size() > MOST_ROWS) {
            PdfPCell rest =
                    new PdfPCell(text((lines.size() - MOST_ROWS) + " more lines are in the CSV of this invoice."));
            rest.setColspan(HEADER.size());
            table.addCell(rest);
        }
        return table;
    }

    private static List<String> values(InvoiceView.Line line, Map<String, String> projects) {
        String name = projects.get(line.projectId());
        return List.of(
                line.kind(),
                line.serviceMonth(),
                name == null ? line.projectId() : name + " (" + line.projectId() + ")",
                line.provider(),
                line.model(),
                line.item(),
                line.quantity(),
                new BigDecimal(line.chargePico()).movePointLeft(PICO_SCALE).toPlainString());
    }

    private void add(PdfPTable table, List<String> values) {
        for (int column = 0; column < values.size(); column++) {
            PdfPCell cell = new PdfPCell(text(values.get(column)));
            cell.setHorizontalAlignment(column < NUMBERS_FROM ? Element.ALIGN_LEFT : Element.ALIGN_RIGHT);
            table.addCell(cell);
        }
    }
}
