package io.tollgate.chat.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * An HTTP POST to a provider. Host, port and TLS are those of the provider's base URL.
 *
 * @param uri path and query, the base URL's own path included
 * @param headers all that the provider needs, credentials and {@code content-type} included; {@code content-length} and
 *     {@code host} are added
 * @param body in the provider's dialect
 */
public record ProviderRequest(String uri, MultiMap headers, Buffer body) {}
