package io.tollgate.chat.completion;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a chat completion request what decides something, in one pass over the bytes and without building a tree.
 * A field given twice is refused: the provider might take the other one than we checked.
 */
final class ChatRequestParser {

    private static final int CHOICES_MAX = 128;
    private static final int MEMBERS_MAX = 1_000;
    private static final int MODEL_LENGTH_MAX = 256;
    private static final int TIER_LENGTH_MAX = 64;
    private static final int USER_LENGTH_MAX = 512;

    private final byte[] body;
    private final RequestJson fields;
    private final JsonParser json;
    private final MessagesReader messages;

    private @Nullable String model;
    private @Nullable ByteRange modelRange;
    private boolean stream;
    private @Nullable StreamOptions streamOptions;
    private OptionalInt maxTokens = OptionalInt.empty();
    private @Nullable ByteRange nullOutputBound;
    private int choices = 1;
    private String serviceTier = "default";
    private @Nullable String user;
    private @Nullable String safetyIdentifier;
    private @Nullable String promptCacheKey;
    private Map<String, String> tags = Map.of();
    private boolean tools;
    private final List<ChatRequest.Member> members = new ArrayList<>();

    private ChatRequestParser(byte[] body, RequestJson fields) {
        this.body = body;
        this.fields = fields;
        this.json = fields.parser();
        this.messages = new MessagesReader(json);
    }

    /** @throws InvalidRequestException naming the offending field */
    static ChatRequest parse(byte[] body) throws InvalidRequestException {
        try (RequestJson fields = new RequestJson(body)) {
            return new ChatRequestParser(body, fields).parse();
        } catch (JsonProcessingException malformed) {
            throw RequestJson.malformed(malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
    }

    private ChatRequest parse() throws IOException, InvalidRequestException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw InvalidRequestException.at(null, "The body must be a JSON object.");
        }
        int bodyStart = fields.tokenStart() + 1;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            int key = fields.tokenStart();
            json.nextToken();
            readField(field, key);
            if (members.size() >= MEMBERS_MAX) {
                throw InvalidRequestException.at(null, "The body must have at most " + MEMBERS_MAX + " members.");
            }
            members.add(new ChatRequest.Member(field, new ByteRange(key, fields.tokenEnd())));
        }
        if (json.nextToken() != null) {
            throw InvalidRequestException.at(null, "The body must end after the JSON object.");
        }
        String requestedModel = model;
        ByteRange range = modelRange;
        if (requestedModel == null || range == null) {
            throw RequestJson.missing("model");
        }
        if (!fields.hasSeen("messages")) {
            throw RequestJson.missing("messages");
        }
        return new ChatRequest(
                body,
                bodyStart,
                requestedModel,
                range,
                stream,
                streamOptions,
                maxTokens,
                nullOutputBound,
                choices,
                messages.count(),
                messages.mediaParts(),
                serviceTier,
                safetyIdentifier == null ? user : safetyIdentifier,
                promptCacheKey,
                tags,
                messages.texts(),
                tools,
                messages.inputs(),
                members);
    }

    private void readField(String field, int key) throws IOException, InvalidRequestException {
        switch (field) {
            case "model" -> {
                fields.once(field);
                int start = fields.tokenStart();
                model = fields.text(field, MODEL_LENGTH_MAX);
                modelRange = new ByteRange(start, fields.tokenEnd());
                RequestJson.requireNotBlank(field, model);
            }
            case "messages" -> {
                fields.once(field);
                messages.read();
            }
            case "stream" -> {
                fields.once(field);
                stream = !fields.isNull() && fields.bool(field);
            }
            case "stream_options" -> {
                fields.once(field);
                streamOptions = readStreamOptions();
            }
            case "max_tokens", "max_completion_tokens" -> {
                fields.once(field);
                readMaxTokens(field, key);
            }
            case "n" -> {
                fields.once(field);
                choices = fields.isNull() ? 1 : fields.integer(field, 1, CHOICES_MAX);
            }
            case "service_tier" -> {
                fields.once(field);
                readServiceTier(field);
            }
            case "user" -> {
                fields.once(field);
                user = fields.optionalText(field, USER_LENGTH_MAX);
            }
            case "safety_identifier" -> {
                fields.once(field);
                safetyIdentifier = fields.optionalText(field, USER_LENGTH_MAX);
            }
            case "prompt_cache_key" -> {
                fields.once(field);
                promptCacheKey = fields.optionalText(field, USER_LENGTH_MAX);
            }
            case "metadata" -> {
                fields.once(field);
                tags = fields.tags(field);
            }
            case "tools", "functions" -> {
                fields.once(field);
                readTools();
            }
            default -> json.skipChildren();
        }
    }

    /** Only whether there are any matters here. */
    private void readTools() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            tools = true;
            json.skipChildren();
        }
    }

    private void readServiceTier(String field) throws IOException, InvalidRequestException {
        String tier = fields.optionalText(field, TIER_LENGTH_MAX);
        if (tier != null) {
            RequestJson.requireNotBlank(field, tier);
        }
        serviceTier = tier == null || tier.equals("auto") ? "default" : tier;
    }

    private void readMaxTokens(String field, int key) throws IOException, InvalidRequestException {
        if (fields.isNull()) {
            ByteRange member = new ByteRange(key, fields.tokenEnd());
            // Where both are null, the one whose key stays as it is: it must not be written a second time.
            if (nullOutputBound == null || field.equals("max_completion_tokens")) {
                nullOutputBound = member;
            }
            return;
        }
        int value = fields.integer(field, 1, Integer.MAX_VALUE);
        maxTokens = OptionalInt.of(Math.max(value, maxTokens.orElse(0)));
    }

    private StreamOptions readStreamOptions() throws IOException, InvalidRequestException {
        int start = fields.tokenStart();
        if (fields.isNull()) {
            return new StreamOptions(new ByteRange(start, fields.tokenEnd()), false, true, null, false);
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw InvalidRequestException.at("stream_options", "'stream_options' must be an object.");
        }
        boolean empty = true;
        ByteRange includeUsage = null;
        boolean usageIncluded = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            empty = false;
            String field = json.currentName();
            json.nextToken();
            if (field.equals("include_usage")) {
                fields.once("stream_options.include_usage");
                int valueStart = fields.tokenStart();
                usageIncluded = !fields.isNull() && fields.bool("stream_options.include_usage");
                includeUsage = new ByteRange(valueStart, fields.tokenEnd());
            } else {
                json.skipChildren();
            }
        }
        return new StreamOptions(new ByteRange(start, fields.tokenEnd()), true, empty, includeUsage, usageIncluded);
    }
}
