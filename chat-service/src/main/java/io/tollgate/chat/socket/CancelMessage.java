package io.tollgate.chat.socket;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** {@code {"type":"cancel"}}: ends the request under way. */
final class CancelMessage {

    /** Longer messages are requests, and are not parsed twice. */
    private static final int LENGTH_MAX = 256;

    private CancelMessage() {}

    static boolean is(String message) {
        if (message.length() > LENGTH_MAX || !message.contains("\"cancel\"")) {
            return false;
        }
        try {
            JsonObject json = new JsonObject(message);
            return json.size() == 1 && "cancel".equals(json.getValue("type"));
        } catch (DecodeException notJson) {
            return false;
        }
    }
}
