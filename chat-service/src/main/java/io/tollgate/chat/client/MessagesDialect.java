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
import io.tollgate.chat.route.ProviderKind;
import io.vertx.core.buffer.Buffer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/messages}: Anthropic's Messages, answered by any provider. */
public final class MessagesDialect implements ClientDialect {

    /** Providers that take marks for the prompt cache. */
    private static final Set<ProviderKind> WITH_CACHE_MARKS = EnumSet.of(ProviderKind.ANTHROPIC, ProviderKind.BEDROCK);

    private final ChatDialect chat = new ChatDialect();

    @Override
    public ClientRequest parse(byte[] body, @Nullable String contentType) throws InvalidRequestException {
        try {
            ClientRequest plain = chat.parse(MessagesToOpenAi.translate(body, false), contentType);
            ClientRequest marked = MessagesToOpenAi.hasCacheMarks(body)
                    ? chat.parse(MessagesToOpenAi.translate(body, true), contentType)
                    : plain;
            return new TranslatedRequest(
                    plain,
                    target -> WITH_CACHE_MARKS.contains(target.provider().kind()) ? marked : plain,
                    MessagesRendering::new);
        } catch (InexpressibleRequestException refused) {
            throw Translations.refused(refused);
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
