package io.tollgate.local.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.buffer.Buffer;

/** JSON as text, for answers that are put together from templates. */
final class WireText {
    private WireText() {}

    /** A JSON string. */
    static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    /** A server-sent event whose type stands in its data too. */
    static Buffer event(String type, String members) {
        return Buffer.buffer("event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members + "}\n\n");
    }
}
