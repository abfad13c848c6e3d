package io.tollgate.chat.provider;

import io.tollgate.chat.route.Secret;
import io.tollgate.chat.route.Target;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.vertx.core.buffer.Buffer;

/**
 * What a provider is to be asked.
 *
 * @param target who is asked; its model is the one in the body
 * @param apiKey the key of the provider's pool that this call uses
 * @param operation decides the path, and in which of OpenAI's shapes body and answer are
 * @param stream whether the answer is streamed
 * @param contentType the body's media type
 * @param body in OpenAI's language; not to be changed
 */
public record ProviderAsk(
        Target target, Secret apiKey, Operation operation, boolean stream, String contentType, Buffer body) {}
