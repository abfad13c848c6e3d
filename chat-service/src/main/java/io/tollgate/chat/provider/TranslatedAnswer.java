package io.tollgate.chat.provider;

import io.tollgate.chat.dialect.ProviderTranslator;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One answer on its way through a translator. */
final class TranslatedAnswer implements AnswerTranslator {

    private final ProviderTranslator translator;

    TranslatedAnswer(ProviderTranslator translator) {
        this.translator = translator;
    }

    @Override
    public Buffer plain(Buffer body) throws MalformedAnswerException {
        try {
            return Buffer.buffer(translator.answer(body.getBytes()));
        } catch (UntranslatableAnswerException malformed) {
            throw malformed(malformed);
        }
    }

    @Override
    public Buffer piece(Buffer received) throws MalformedAnswerException {
        try {
            return Buffer.buffer(translator.piece(received.getBytes()));
        } catch (UntranslatableAnswerException malformed) {
            throw malformed(malformed);
        }
    }

    @Override
    public Buffer end() {
        return Buffer.buffer(translator.ended());
    }

    @Override
    public Buffer error(int status, Buffer body) {
        return Buffer.buffer(translator.error(status, body.getBytes()).toJson());
    }

    @Override
    public int errorStatus(int status, Buffer body) {
        return translator.error(status, body.getBytes()).status();
    }

    @Override
    public @Nullable String retryAfter(int status, @Nullable String header, Buffer body) {
        OptionalInt asked = translator.error(status, body.getBytes()).retryAfter();
        return header == null && asked.isPresent() ? Integer.toString(asked.getAsInt()) : header;
    }

    private static MalformedAnswerException malformed(UntranslatableAnswerException cause) {
        return new MalformedAnswerException(cause.reason(), Buffer.buffer(cause.before()));
    }
}
