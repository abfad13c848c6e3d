package io.tollgate.chat.socket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A request by WebSocket is streamed unless it says otherwise: whoever wants one message has no need of a socket. */
final class StreamedRequest {

    private static final JsonFactory JSON = new JsonFactory();

    private StreamedRequest() {}

    /** The message with {@code "stream": true} where it does not say; what is no JSON object is refused later, as it is. */
    static String of(String message) {
        int brace = message.indexOf('{');
        return brace >= 0 && saysNothing(message)
                ? message.substring(0, brace + 1) + "\"stream\":true," + message.substring(brace + 1)
                : message;
    }

    private static boolean saysNothing(String message) {
        try (JsonParser json = JSON.createParser(message)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            boolean empty = true;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                empty = false;
                if ("stream".equals(json.currentName())) {
                    return false;
                }
                json.nextToken();
                json.skipChildren();
            }
            return !empty;
        } catch (IOException notJson) {
            return false;
        }
    }
}
