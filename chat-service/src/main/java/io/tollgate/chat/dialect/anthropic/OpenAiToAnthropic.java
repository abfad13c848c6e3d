package io.tollgate.chat.dialect.anthropic;

import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.DialectRequest;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ProviderError;
import io.tollgate.chat.dialect.ProviderTranslator;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.prompt.ChatPrompt;
import io.tollgate.chat.dialect.prompt.ChatPromptReader;
import java.util.Map;

/** A chat completion answered by Anthropic's Messages API. */
public final class OpenAiToAnthropic implements ProviderTranslator {

    /** The only version there is. */
    static final String API_VERSION = "2023-06-01";

    private final CallTerms terms;
    private final AnthropicStream stream;

    public OpenAiToAnthropic(CallTerms terms) {
        this.terms = terms;
        this.stream = new AnthropicStream(terms);
    }

    @Override
    public DialectRequest request(byte[] body) throws InexpressibleRequestException {
        ChatPrompt prompt = ChatPromptReader.read(body);
        return new DialectRequest(
                "/messages", Map.of("anthropic-version", API_VERSION), Json.bytes(AnthropicRequest.of(prompt, terms)));
    }

    @Override
    public byte[] answer(byte[] body) throws UntranslatableAnswerException {
        return AnthropicAnswer.translate(body, terms);
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
        return AnthropicErrors.ofAnswer(status, body);
    }
}
