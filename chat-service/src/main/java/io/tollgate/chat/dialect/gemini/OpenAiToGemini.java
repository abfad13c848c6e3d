package io.tollgate.chat.dialect.gemini;

import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.DialectRequest;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ProviderError;
import io.tollgate.chat.dialect.ProviderTranslator;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.prompt.ChatPromptReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A chat completion answered by Google's Gemini API. */
public final class OpenAiToGemini implements ProviderTranslator {

    private final CallTerms terms;
    private final GeminiStream stream;

    public OpenAiToGemini(CallTerms terms) {
        this.terms = terms;
        this.stream = new GeminiStream(terms);
    }

    @Override
    public DialectRequest request(byte[] body) throws InexpressibleRequestException {
        String model = URLEncoder.encode(terms.model(), StandardCharsets.UTF_8).replace("+", "%20");
        String method = terms.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent";
        return new DialectRequest(
                "/models/" + model + method,
                Map.of(),
                Json.bytes(GeminiRequest.of(ChatPromptReader.read(body), terms)));
    }

    @Override
    public byte[] answer(byte[] body) throws UntranslatableAnswerException {
        return GeminiAnswer.translate(body, terms);
    }

    @Override
    public byte[] piece(byte[] received) throws UntranslatableAnswerException {
        return stream.feed(received);
    }

    @Override
    public byte[] ended() {
        return stream.ended();
    }

    @Override
    public ProviderError error(int status, byte[] body) {
        return GeminiErrors.ofAnswer(status, body);
    }
}
