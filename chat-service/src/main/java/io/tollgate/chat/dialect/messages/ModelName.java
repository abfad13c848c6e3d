package io.tollgate.chat.dialect.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tollgate.chat.dialect.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The one thing in a request that is not the provider's: what its model is called here. */
public final class ModelName {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Of anything but UTF-8 the parser knows no offsets; it was refused when the request was read.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private ModelName() {}

    /**
     * @param body a request that was read before
     * @param name the provider's name of the model
     * @return the request byte for byte, but for the name; itself if it has that name already
     */
    public static byte[] replaced(byte[] body, String name) {
        ByteArrayOutputStream edited = new ByteArrayOutputStream(body.length + name.length() + 16);
        int from = 0;
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isModel = "model".equals(json.currentName());
                if (json.nextToken() == JsonToken.VALUE_STRING && isModel) {
                    int start = (int) json.currentTokenLocation().getByteOffset();
                    boolean same = json.getText().equals(name);
                    int end = (int) json.currentLocation().getByteOffset();
                    edited.write(body, from, (same ? end : start) - from);
                    if (!same) {
                        edited.writeBytes(Json.bytes(Json.object().textNode(name)));
                    }
                    from = end;
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("a request that was read before cannot be read again", impossible);
        }
        if (from == 0) {
            return body;
        }
        edited.write(body, from, body.length - from);
        return edited.toByteArray();
    }
}
