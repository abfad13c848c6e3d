package io.tollgate.chat.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tollgate.chat.openai.JsonText;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rewrites the strings of a JSON body and leaves every other byte as it is. */
final class BodyEditor {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private BodyEditor() {}

    /** @param rewrite asked for every string that is a value, wherever it stands */
    static Buffer rewriteStrings(Buffer body, UnaryOperator<String> rewrite) throws IOException {
        byte[] bytes = body.getBytes();
        List<Edit> edits = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    int start = (int) parser.currentTokenLocation().getByteOffset();
                    String text = parser.getText();
                    String rewritten = rewrite.apply(text);
                    if (!rewritten.equals(text)) {
                        edits.add(new Edit(
                                start, (int) parser.currentLocation().getByteOffset(), JsonText.quoted(rewritten)));
                    }
                }
            }
        }
        if (edits.isEmpty()) {
            return body;
        }
        Buffer edited = Buffer.buffer(bytes.length + 256);
        Edit.apply(edits, bytes, 0, bytes.length, edited);
        return edited;
    }
}
