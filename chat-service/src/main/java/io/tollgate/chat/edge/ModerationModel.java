package io.tollgate.chat.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which model a moderation request asks for: that decides who answers it. */
final class ModerationModel {

    private static final JsonFactory JSON = new JsonFactory();

    private ModerationModel() {}

    /** @return the last one, as JSON readers have it; null if it names none, or is for others to refuse */
    static @Nullable String of(Buffer body) {
        String model = null;
        try (JsonParser parser = JSON.createParser(body.getBytes())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isIt = parser.currentName().equals("model");
                    JsonToken value = parser.nextToken();
                    if (isIt) {
                        model = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                    }
                    parser.skipChildren();
                }
            }
            return model;
        } catch (IOException malformed) {
            return null;
        }
    }
}
