package io.tollgate.chat.guard;

import io.tollgate.moderation.engine.policy.TextMasking;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A request's body without what is not for the provider's eyes. */
final class MaskedBody {

    private MaskedBody() {}

    /** Without the member that is this gateway's to answer. */
    static Buffer withoutInline(Buffer body) throws InlineModeration.Refused {
        byte[] bytes = body.getBytes();
        InlineModeration.Found found = InlineModeration.in(bytes);
        if (found == null) {
            return body;
        }
        Buffer without = Buffer.buffer(bytes.length);
        Edit.apply(List.of(found.removal()), bytes, 0, bytes.length, without);
        return without;
    }

    /**
     * A form's texts stand in it as they are; its files are left alone.
     *
     * @param texts the values of fields
     * @throws IOException if a text that is to be masked does not stand in the form as it was read
     */
    static Buffer ofForm(Buffer body, List<String> texts, TextMasking masking) throws IOException {
        byte[] bytes = body.getBytes();
        for (String text : texts) {
            String masked = masking.mask(text);
            if (!masked.equals(text)) {
                bytes = replaced(bytes, "\r\n\r\n" + text + "\r\n--", "\r\n\r\n" + masked + "\r\n--");
            }
        }
        return Buffer.buffer(bytes);
    }

    private static byte[] replaced(byte[] bytes, String old, String with) throws IOException {
        byte[] wanted = old.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            if (bytes[at] == wanted[0] && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                byte[] replacement = with.getBytes(StandardCharsets.UTF_8);
                return Buffer.buffer(bytes.length)
                        .appendBytes(bytes, 0, at)
                        .appendBytes(replacement)
                        .appendBytes(bytes, at + wanted.length, bytes.length - at - wanted.length)
                        .getBytes();
            }
        }
        throw new IOException("the text is not in the form");
    }
}
