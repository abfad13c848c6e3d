package io.tollgate.chat.completion;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.route.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads {@code messages}: their texts for the guard, and how many parts are not text. */
final class MessagesReader {

    private static final int MESSAGES_MAX = 10_000;
    private static final int PARTS_MAX = 100_000;

    private final JsonParser json;
    private final List<String> texts = new ArrayList<>();
    private int count;
    private int parts;
    private int mediaParts;
    private final Set<Modality> inputs = EnumSet.of(Modality.TEXT);

    MessagesReader(JsonParser json) {
        this.json = json;
    }

    int count() {
        return count;
    }

    int mediaParts() {
        return mediaParts;
    }

    /** What the messages hold; {@link Modality#TEXT} always. */
    Set<Modality> inputs() {
        return inputs;
    }

    List<String> texts() {
        return texts;
    }

    /** With the parser at the value of {@code messages}. */
    void read() throws IOException, InvalidRequestException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw InvalidRequestException.at("messages", "'messages' must be an array.");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count >= MESSAGES_MAX) {
                throw InvalidRequestException.at(
                        "messages", "'messages' must have at most " + MESSAGES_MAX + " elements.");
            }
            readMessage("messages[" + count + "]");
            count++;
        }
        if (count == 0) {
            throw InvalidRequestException.at("messages", "'messages' must have at least one element.");
        }
    }

    private void readMessage(String path) throws IOException, InvalidRequestException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw InvalidRequestException.at(path, "'" + path + "' must be an object.");
        }
        boolean hasRole = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "role" -> {
                    if (json.currentToken() != JsonToken.VALUE_STRING) {
                        throw InvalidRequestException.at(path + ".role", "'" + path + ".role' must be a string.");
                    }
                    hasRole = true;
                }
                case "content" -> readContent(path + ".content");
                default -> json.skipChildren();
            }
        }
        if (!hasRole) {
            throw new InvalidRequestException(GatewayFailure.invalid(
                    "missing_required_parameter", path + ".role", "Missing required parameter: '" + path + ".role'."));
        }
    }

    private void readContent(String path) throws IOException, InvalidRequestException {
        switch (json.currentToken()) {
            case VALUE_STRING -> texts.add(json.getText());
            case VALUE_NULL -> {
                // An assistant's message with tool calls has no content.
            }
            case START_ARRAY -> {
                int index = 0;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    readPart(path + "[" + index + "]");
                    index++;
                }
            }
            default -> throw InvalidRequestException.at(path, "'" + path + "' must be a string or an array of parts.");
        }
    }

    private void readPart(String path) throws IOException, InvalidRequestException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw InvalidRequestException.at(path, "'" + path + "' must be an object.");
        }
        if (++parts > PARTS_MAX) {
            throw InvalidRequestException.at(path, "The messages must have at most " + PARTS_MAX + " parts.");
        }
        boolean media = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("text") || field.equals("refusal")) {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    texts.add(json.getText());
                }
                json.skipChildren();
            } else {
                media |= json.currentToken() == JsonToken.START_OBJECT;
                noteInput(field);
                json.skipChildren();
            }
        }
        if (media) {
            mediaParts++;
        }
    }

    private void noteInput(String field) {
        switch (field) {
            case "image_url" -> inputs.add(Modality.IMAGE);
            case "input_audio" -> inputs.add(Modality.AUDIO);
            case "file" -> inputs.add(Modality.FILE);
            default -> {
                // Says nothing of what the part holds.
            }
        }
    }
}
