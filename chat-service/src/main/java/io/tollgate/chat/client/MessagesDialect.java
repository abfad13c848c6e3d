package io.tollgate.chat.client;

import io.tollgate.chat.completion.ChatDialect;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.ClientRequest;
import io.tollgate.chat.completion.InvalidRequestException;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.messages.MessagesErrors;
import io.tollgate.chat.dialect.messages.MessagesToOpenAi;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/messages}: Anthropic's Messages, answered by any provider, and by Anthropic itself as they are. */
public final class MessagesDialect implements ClientDialect {

    private final ChatDialect chat = new ChatDialect();

    @Override
    public ClientRequest parse(byte[] body, @Nullable String contentType) throws InvalidRequestException {
        try {
            ClientRequest plain = chat.parse(MessagesToOpenAi.translate(body, false), contentType);
            ClientRequest marked = MessagesToOpenAi.hasCacheMarks(body)
                    ? chat.parse(MessagesToOpenAi.translate(body, true), contentType)
                    : plain;
            return MessagesRequest.translatable(body, plain, marked);
        } catch (InexpressibleRequestException refused) {
            if (!MessagesToOpenAi.isUnsupported(refused)) {
                throw Translations.refused(refused);
            }
            return untranslatable(body, contentType, refused);
        }
    }

    /** Anthropic itself may understand it: it is refused by whoever else would be asked. */
    private ClientRequest untranslatable(
            byte[] body, @Nullable String contentType, InexpressibleRequestException refused)
            throws InvalidRequestException {
        try {
            return MessagesRequest.untranslatable(body, chat.parse(MessagesToOpenAi.gist(body), contentType), refused);
        } catch (InexpressibleRequestException invalid) {
            throw Translations.refused(invalid);
        }
    }

    @Override
    public Buffer error(GatewayFailure failure) {
        return envelope(failure);
    }

    static Buffer envelope(GatewayFailure failure) {
        return Buffer.buffer(Json.bytes(MessagesErrors.of(failure.status(), failure.message())));
    }
}
