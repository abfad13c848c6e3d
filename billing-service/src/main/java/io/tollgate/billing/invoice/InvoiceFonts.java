package io.tollgate.billing.invoice;

import com.lowagie.text.Font;
import com.lowagie.text.Phrase;
import com.lowagie.text.pdf.BaseFont;
import com.lowagie.text.pdf.FontSelector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fonts that invoices are written in; each character in the first of them that has it. Liberation Sans has the letters of
 * Europe and is put into the document. The characters of East Asia are in fonts that readers of PDF bring, unless a font of
 * the operator's has them, which then is put into the document, too.
 */
final class InvoiceFonts {

    private static final String LIBERATION = "font-fallback/LiberationSans-Regular.ttf";
    private static final String TRUE_TYPE = ".ttf";

    /** A standard font and its encoding for simplified Chinese, for Korean and for Japanese. */
    private static final List<List<String>> OF_EAST_ASIA = List.of(
            List.of("STSong-Light", "UniGB-UCS2-H"),
            List.of("HYSMyeongJo-Medium", "UniKS-UCS2-H"),
            List.of("HeiseiKakuGo-W5", "UniJIS-UCS2-H"));

    private final List<BaseFont> fonts = new ArrayList<>();

    /**
     * @param own a TrueType font of the operator's
     * @throws IllegalArgumentException if it cannot be used
     */
    InvoiceFonts(Optional<Path> own) {
        try {
            fonts.add(embedded(LIBERATION, liberation()));
            own.ifPresent(path -> fonts.add(own(path)));
            for (List<String> font : OF_EAST_ASIA) {
                fonts.add(BaseFont.createFont(font.getFirst(), font.getLast(), BaseFont.NOT_EMBEDDED));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("a font of the PDF library cannot be read", unreadable);
        }
    }

    /** The text in one size. What no font has is missing from it. */
    Phrase phrase(String text, float size, int style) {
        FontSelector selector = new FontSelector();
        fonts.forEach(font -> selector.addFont(new Font(font, size, style)));
        return selector.process(text);
    }

    private static BaseFont own(Path path) {
        String name = String.valueOf(path.getFileName());
        if (!name.endsWith(TRUE_TYPE)) {
            throw new IllegalArgumentException(
                    "tollgate.billing.invoice.font must be a TrueType font that ends in " + TRUE_TYPE + ": " + path);
        }
        try {
            return embedded(name, Files.readAllBytes(path));
        } catch (IOException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "tollgate.billing.invoice.font cannot be read as a TrueType font: " + path, unreadable);
        }
    }

    /** Only the characters that a document uses are put into it. */
    private static BaseFont embedded(String name, byte[] bytes) throws IOException {
        return BaseFont.createFont(name, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, BaseFont.NOT_CACHED, bytes, null);
    }

    private static byte[] liberation() throws IOException {
        try (InputStream font = BaseFont.class.getClassLoader().getResourceAsStream(LIBERATION)) {
            if (font == null) {
                throw new IOException("the PDF library has no " + LIBERATION);
            }
            return font.readAllBytes();
        }
    }
}
