package io.tollgate.chat.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds every text in an answer or in a chunk of one. A string in a message counts as text unless it is known to be none: what a
 * provider adds of its own is not overlooked.
 */
public final class AnswerTexts {

    /** Strings that no model writes, or that are no text. */
    private static final Set<String> NO_TEXTS = Set.of(
            "role",
            "id",
            "type",
            "name",
            "data",
            "format",
            "signature",
            "encrypted_content",
            "object",
            "status",
            "container_id");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final JsonParser parser;
    private final int offset;
    private final List<AnswerChoice> choices = new ArrayList<>(1);
    private boolean error;

    private AnswerTexts(JsonParser parser, int offset) {
        this.parser = parser;
        this.offset = offset;
    }

    /**
     * @return with offsets into {@code json}
     * @throws IOException if the bytes are not one JSON object
     */
    public static AnswerTexts read(byte[] json, int offset, int length) throws IOException {
        try (JsonParser parser = JSON.createParser(json, offset, length)) {
            AnswerTexts reader = new AnswerTexts(parser, offset);
            reader.readAnswer();
            return reader;
        }
    }

    /** The answer's choices, or the parts of them that a chunk has. */
    public List<AnswerChoice> choices() {
        return choices;
    }

    /** Whether it says that there is no answer. */
    public boolean isError() {
        return error;
    }

    private void readAnswer() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("the answer is not a JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("choices")) {
                for (int position = 0; parser.nextToken() != JsonToken.END_ARRAY; position++) {
                    readChoice(position);
                }
            } else {
                error |= field.equals("error") && parser.currentToken() != JsonToken.VALUE_NULL;
                parser.skipChildren();
            }
        }
    }

    private void readChoice(int position) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        int index = position;
        boolean bare = true;
        boolean finished = false;
        int logprobsStart = -1;
        int logprobsEnd = -1;
        List<AnswerText> texts = new ArrayList<>(1);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "index" -> index = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : index;
                case "delta", "message" -> bare &= readMessage("", texts);
                case "text" -> readText("text", texts);
                case "finish_reason" -> finished |= value == JsonToken.VALUE_STRING;
                case "logprobs" -> {
                    if (value != JsonToken.VALUE_NULL) {
                        logprobsStart = here();
                        parser.skipChildren();
                        logprobsEnd = after();
                    }
                }
                default -> {
                    bare &= value == JsonToken.VALUE_NULL;
                    parser.skipChildren();
                }
            }
        }
        int choice = index;
        texts.replaceAll(text -> new AnswerText(choice, text.field(), text.text(), text.start(), text.end()));
        choices.add(new AnswerChoice(index, texts, bare && !finished, finished, logprobsStart, logprobsEnd));
    }

    /** @return whether there was nothing but texts */
    private boolean readMessage(String path, List<AnswerText> texts) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return parser.currentToken() == JsonToken.VALUE_NULL;
        }
        boolean bare = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (value) {
                case VALUE_STRING -> {
                    if (NO_TEXTS.contains(field)) {
                        bare = false;
                    } else {
                        readText(path + field, texts);
                    }
                }
                case START_OBJECT -> {
                    readMessage(path + field + "/", texts);
                    bare = false;
                }
                case START_ARRAY -> {
                    readElements(path + field + "/", texts);
                    bare = false;
                }
                case VALUE_NULL -> {
                    // Says nothing.
                }
                default -> bare = false;
            }
        }
        return bare;
    }

    private void readElements(String path, List<AnswerText> texts) throws IOException {
        for (int position = 0; parser.nextToken() != JsonToken.END_ARRAY; position++) {
            switch (parser.currentToken()) {
                case VALUE_STRING -> readText(path + position, texts);
                case START_OBJECT -> readElement(path, position, texts);
                case START_ARRAY -> readElements(path + position + "/", texts);
                default -> {
                    // A number or a truth value.
                }
            }
        }
    }

    /** The element's own index may stand after its texts: they get their path when it is known. */
    private void readElement(String path, int position, List<AnswerText> texts) throws IOException {
        List<AnswerText> own = new ArrayList<>(1);
        int index = position;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = parser.getIntValue();
            } else if (value == JsonToken.VALUE_STRING && !NO_TEXTS.contains(field)) {
                readText(field, own);
            } else if (value == JsonToken.START_OBJECT) {
                readMessage(field + "/", own);
            } else if (value == JsonToken.START_ARRAY) {
                readElements(field + "/", own);
            }
        }
        for (AnswerText text : own) {
            texts.add(new AnswerText(0, path + index + "/" + text.field(), text.text(), text.start(), text.end()));
        }
    }

    private void readText(String field, List<AnswerText> texts) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return;
        }
        int start = here();
        String text = parser.getText();
        texts.add(new AnswerText(0, field, text, start, after()));
    }

    private int here() {
        return offset + (int) parser.currentTokenLocation().getByteOffset();
    }

    private int after() {
        return offset + (int) parser.currentLocation().getByteOffset();
    }
}
