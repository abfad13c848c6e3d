package io.tollgate.chat.provider;

import io.tollgate.chat.route.Secret;
import io.tollgate.chat.route.Target;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is to be asked.
 *
 * @param target who is asked; its model is the one in the body
 * @param apiKey the key of the provider's pool that this call uses
 * @param operation decides the path, and in which of OpenAI's shapes body and answer are
 * @param stream whether the answer is streamed
 * @param contentType the body's media type
 * @param body in OpenAI's language or, where there are own headers, in the provider's; not to be changed
 * @param ownHeaders what the client's request says in headers, where its dialect is the provider's own; null where it is not
 */
public record ProviderAsk(
        Target target,
        Secret apiKey,
        Operation operation,
        boolean stream,
        String contentType,
        Buffer body,
        @Nullable Map<String, String> ownHeaders) {

    /** In OpenAI's language. */
    public ProviderAsk(
            Target target, Secret apiKey, Operation operation, boolean stream, String contentType, Buffer body) {
        this(target, apiKey, operation, stream, contentType, body, null);
    }
}
