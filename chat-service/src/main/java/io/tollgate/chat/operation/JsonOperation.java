package io.tollgate.chat.operation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tollgate.chat.completion.CallShape;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.ClientRequest;
import io.tollgate.chat.completion.InvalidRequestException;
import io.tollgate.chat.completion.RequestFacts;
import io.tollgate.chat.completion.RequestJson;
import io.tollgate.chat.target.Needs;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Operations whose request is a JSON object: embeddings, moderations, speech, and pictures. */
public final class JsonOperation implements ClientDialect {

    private static final int MODEL_LENGTH_MAX = 256;
    private static final int USER_LENGTH_MAX = 512;
    private static final int INPUTS_MAX = 2_048;
    private static final int PICTURES_MAX = 10;
    private static final int TOKENS_PER_REQUEST = 64;

    private final Operation operation;
    /** The field that holds what is to be worked on. */
    private final String input;

    private JsonOperation(Operation operation, String input) {
        this.operation = operation;
        this.input = input;
    }

    public static ClientDialect embeddings() {
        return new JsonOperation(Operation.EMBEDDING, "input");
    }

    public static ClientDialect speech() {
        return new JsonOperation(Operation.SPEECH, "input");
    }

    /** By a provider's moderation model. */
    public static ClientDialect moderations() {
        return new JsonOperation(Operation.MODERATION, "input");
    }

    public static ClientDialect pictures() {
        return new JsonOperation(Operation.IMAGE_GENERATION, "prompt");
    }

    @Override
    public ClientRequest parse(byte[] body, @Nullable String contentType) throws InvalidRequestException {
        try (RequestJson fields = new RequestJson(body)) {
            return new Reading(body, fields).read();
        } catch (JsonProcessingException malformed) {
            throw RequestJson.malformed(malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
    }

    private final class Reading {
        private final byte[] body;
        private final RequestJson fields;
        private final JsonParser json;
        private final List<String> texts = new ArrayList<>();
        private @Nullable String model;
        private int modelStart;
        private int modelEnd;
        private int pictures = 1;
        private @Nullable String user;

        Reading(byte[] body, RequestJson fields) {
            this.body = body;
            this.fields = fields;
            this.json = fields.parser();
        }

        OperationRequest read() throws IOException, InvalidRequestException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw InvalidRequestException.at(null, "The body must be a JSON object.");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                readField(field);
            }
            if (json.nextToken() != null) {
                throw InvalidRequestException.at(null, "The body must end after the JSON object.");
            }
            String asked = model;
            if (asked == null) {
                throw RequestJson.missing("model");
            }
            if (!fields.hasSeen(input)) {
                throw RequestJson.missing(input);
            }
            RequestFacts facts = new RequestFacts(
                    operation,
                    asked,
                    new CallShape(body.length, pictures, false, false),
                    inputBound(),
                    OptionalInt.empty(),
                    "default",
                    user,
                    null,
                    Map.of(),
                    List.copyOf(texts),
                    Needs.NOTHING);
            return new OperationRequest(
                    body,
                    "application/json",
                    facts,
                    modelStart,
                    modelEnd,
                    name -> "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(name)) + "\"");
        }

        /** Characters for speech, which is billed by them; tokens for the others, of which each is a byte at least. */
        private long inputBound() {
            return operation == Operation.SPEECH
                    ? texts.getFirst().codePointCount(0, texts.getFirst().length())
                    : (long) body.length + TOKENS_PER_REQUEST;
        }

        private void readField(String field) throws IOException, InvalidRequestException {
            if (field.equals(input)) {
                fields.once(field);
                readInput(field);
                return;
            }
            switch (field) {
                case "model" -> {
                    fields.once(field);
                    modelStart = fields.tokenStart();
                    model = fields.text(field, MODEL_LENGTH_MAX);
                    modelEnd = fields.tokenEnd();
                    RequestJson.requireNotBlank(field, model);
                }
                case "user" -> {
                    fields.once(field);
                    user = fields.optionalText(field, USER_LENGTH_MAX);
                }
                case "n" -> {
                    fields.once(field);
                    pictures = fields.isNull() ? 1 : fields.integer(field, 1, PICTURES_MAX);
                }
                case "instructions" -> {
                    fields.once(field);
                    if (json.currentToken() == JsonToken.VALUE_STRING && operation == Operation.SPEECH) {
                        texts.addLast(json.getText());
                    }
                    json.skipChildren();
                }
                default -> json.skipChildren();
            }
        }

        private void readInput(String field) throws IOException, InvalidRequestException {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                texts.addFirst(json.getText());
                return;
            }
            boolean takesArrays = operation == Operation.EMBEDDING || operation == Operation.MODERATION;
            if (!takesArrays || json.currentToken() != JsonToken.START_ARRAY) {
                throw InvalidRequestException.at(
                        field,
                        "'" + field + "' must be a string"
                                + (takesArrays ? ", or an array of what this operation takes." : "."));
            }
            int count = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                switch (json.currentToken()) {
                    case VALUE_STRING -> {
                        texts.add(json.getText());
                        count++;
                    }
                    // Tokens: of one input, or one array for each. Parts: of one input.
                    case START_ARRAY, START_OBJECT -> {
                        requireIs(
                                json.currentToken() == JsonToken.START_OBJECT
                                        ? Operation.MODERATION
                                        : Operation.EMBEDDING,
                                field);
                        json.skipChildren();
                        count++;
                    }
                    // One input of many tokens.
                    case VALUE_NUMBER_INT -> requireIs(Operation.EMBEDDING, field);
                    default -> throw wrongElement(field);
                }
                if (count > INPUTS_MAX) {
                    throw InvalidRequestException.at(
                            field, "'" + field + "' must have at most " + INPUTS_MAX + " elements.");
                }
            }
        }

        private void requireIs(Operation taking, String field) throws InvalidRequestException {
            if (operation != taking) {
                throw wrongElement(field);
            }
        }

        private InvalidRequestException wrongElement(String field) {
            return InvalidRequestException.at(
                    field,
                    "'" + field + "' must hold strings, or "
                            + (operation == Operation.MODERATION ? "parts." : "tokens, or arrays of tokens."));
        }
    }
}
