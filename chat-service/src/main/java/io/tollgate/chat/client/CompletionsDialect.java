package io.tollgate.chat.client;

import io.tollgate.chat.completion.ChatDialect;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.ClientRequest;
import io.tollgate.chat.completion.InvalidRequestException;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.completions.CompletionsToOpenAiChat;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/completions}: OpenAI's older dialect, answered by chat models. */
public final class CompletionsDialect implements ClientDialect {

    private final ChatDialect chat = new ChatDialect();

    @Override
    public ClientRequest parse(byte[] body, @Nullable String contentType) throws InvalidRequestException {
        try {
            ClientRequest translated = chat.parse(CompletionsToOpenAiChat.translate(body), contentType);
            String echo = CompletionsToOpenAiChat.echo(body);
            return new TranslatedRequest(translated, target -> translated, () -> new CompletionsRendering(echo));
        } catch (InexpressibleRequestException refused) {
            throw Translations.refused(refused);
        }
    }
}
