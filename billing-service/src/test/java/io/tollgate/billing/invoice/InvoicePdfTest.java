package io.tollgate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.billing.invoice.InvoiceLine.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another library reads out of an invoice. */
class InvoicePdfTest {

    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private final InvoicePdf pdf = new InvoicePdf(new InvoiceFonts(Optional.empty()), "Škoda Łódź Αθήνα Київ");

    @Test
    void shouldKeepTheLettersOfEveryProjectsName() throws IOException {
        // Given
        Map<String, String> names =
                Map.of("proj_zh", "智能客服平台", "proj_ko", "고객지원", "proj_ja", "サポート", "proj_de", "Straße");

        // When
        byte[] written = pdf.write(invoice("proj_zh", "proj_ko", "proj_ja", "proj_de", "proj_nameless"), names);

        // Then
        String text = text(written);
        assertThat(text)
                .contains("Škoda Łódź Αθήνα Київ")
                .contains("智能客服平台", "고객지원", "サポート", "Straße")
                .contains("proj_nameless")
                .contains("Total USD 0.05");
    }

    @Test
    void shouldPutTheFontOfEuropeanLettersIntoTheDocument() throws IOException {
        // When
        byte[] written = pdf.write(invoice("proj_a"), Map.of("proj_a", "Київ"));

        // Then
        try (PDDocument document = Loader.loadPDF(written)) {
            Set<String> embedded = new HashSet<>();
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    PDFont font = page.getResources().getFont(name);
                    assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                    embedded.add(font.getName().replaceAll("^[A-Z]{6}\\+", ""));
                }
            }
            assertThat(embedded).containsExactly("LiberationSans");
        }
    }

    @Test
    void shouldRefuseAFontThatIsNone(@TempDir Path directory) throws IOException {
        // Given
        Path noFont = Files.writeString(directory.resolve("font.ttf"), "not a font");

        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> new InvoiceFonts(Optional.of(noFont)));

        // Then
        refusal.withMessageContaining("tollgate.billing.invoice.font").withMessageContaining("font.ttf");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InvoiceFonts(Optional.of(directory.resolve("font.otf"))))
                .withMessageContaining(".ttf");
    }

    private static String text(byte[] written) throws IOException {
        try (PDDocument document = Loader.loadPDF(written)) {
            // A cell may break a name into lines.
            return new PDFTextStripper().getText(document).replaceAll("\\R", "\n");
        }
    }

    private static Invoice invoice(String... projects) {
        List<InvoiceLine> lines = java.util.Arrays.stream(projects)
                .map(project -> new InvoiceLine(
                        Kind.USAGE,
                        LocalDate.of(2026, 11, 3),
                        project,
                        "key",
                        "p",
                        "m",
                        "chat",
                        "default",
                        "output_text",
                        BigDecimal.TEN,
                        new BigDecimal("10000000000"),
                        new BigDecimal("10000000000")))
                .toList();
        return Invoice.draft("org_a", MONTH, lines);
    }
}
