package io.tollgate.chat.dialect;

import java.util.Map;

/**
 * What goes to the provider, but for its credentials.
 *
 * @param path appended to the provider's base URL, query included
 * @param headers besides content type, accept and credentials
 */
@SuppressWarnings("ArrayRecordComponent") // the body may be tens of megabytes: it is neither copied nor compared
public record DialectRequest(String path, Map<String, String> headers, byte[] body) {

    public DialectRequest {
        headers = Map.copyOf(headers);
    }
}
