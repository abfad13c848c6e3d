package io.tollgate.chat.client;

import io.tollgate.chat.completion.ChatDialect;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.ClientRequest;
import io.tollgate.chat.completion.InvalidRequestException;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.messages.MessagesToOpenAi;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/messages/count_tokens}: a message that is not to be answered. Only Anthropic itself can be asked. */
public final class TokenCountDialect implements ClientDialect {

    private final ChatDialect chat = new ChatDialect();

    @Override
    public ClientRequest parse(byte[] body, @Nullable String contentType) throws InvalidRequestException {
        try {
            InexpressibleRequestException onlyItself = new InexpressibleRequestException(
                    MessagesToOpenAi.UNSUPPORTED, "messages", "Only a provider of this dialect counts its tokens.");
            return MessagesRequest.untranslatable(
                    body, chat.parse(MessagesToOpenAi.gistOfCount(body), contentType), onlyItself);
        } catch (InexpressibleRequestException invalid) {
            throw Translations.refused(invalid);
        }
    }

    @Override
    public Buffer error(GatewayFailure failure) {
        return MessagesDialect.envelope(failure);
    }
}
