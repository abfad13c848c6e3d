package io.tollgate.chat.dialect.bedrock;

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

/** A chat completion answered by Amazon Bedrock's Converse. */
public final class OpenAiToBedrock implements ProviderTranslator {

    private final CallTerms terms;
    private final BedrockStream stream;

    public OpenAiToBedrock(CallTerms terms) {
        this.terms = terms;
        this.stream = new BedrockStream(terms);
    }

    /** The model may be the name of an inference profile, colons and slashes included. */
    @Override
    public DialectRequest request(byte[] body) throws InexpressibleRequestException {
        String model = URLEncoder.encode(terms.model(), StandardCharsets.UTF_8).replace("+", "%20");
        return new DialectRequest(
                "/model/" + model + (terms.stream() ? "/converse-stream" : "/converse"),
                Map.of(),
                Json.bytes(BedrockRequest.of(ChatPromptReader.read(body), terms)));
    }

    @Override
    public byte[] answer(byte[] body) throws UntranslatableAnswerException {
        return BedrockAnswer.translate(body, terms);
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
        return BedrockErrors.ofAnswer(status, body);
    }
}
