package io.tollgate.contracts.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Takes RFC 3339 texts only: a number could be seconds or milliseconds, and a guess would move usage to another period. */
final class StrictInstantDeserializer extends StdDeserializer<Instant> {

    @Serial
    private static final long serialVersionUID = 1;

    StrictInstantDeserializer() {
        super(Instant.class);
    }

    @Override
    public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
        String text = parser.getText();
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notRfc3339) {
            return (Instant) context.handleWeirdStringValue(Instant.class, text, "not an instant as of RFC 3339");
        }
    }
}
