package io.tollgate.local.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the simulated provider does beside chat: embeddings, moderations, speech, transcriptions and pictures, each the same for the
 * same input.
 */
final class OtherOperations {
    static final Set<String> PATHS = Set.of(
            "/v1/embeddings",
            "/v1/moderations",
            "/v1/audio/speech",
            "/v1/audio/transcriptions",
            "/v1/audio/translations",
            "/v1/images/generations",
            "/v1/images/edits");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIMENSIONS = 1_536;
    private static final int BYTES_PER_TOKEN = 4;
    private static final int BYTES_PER_AUDIO_SECOND = 16_000;
    private static final Pattern FORM_MODEL =
            Pattern.compile("name=\"model\"\\r\\n(?:[^\\r\\n]+\\r\\n)*\\r\\n([^\\r\\n]{1,256})");
    private static final Pattern FORM_FORMAT = Pattern.compile("name=\"response_format\"\\r\\n\\r\\n([a-z_]{1,20})\\r");

    private static final Pattern SPOKEN = Pattern.compile("\\r\\n\\r\\nsays:([^\\r]{1,1000})\\r\\n");

    /** The smallest PNG there is: one transparent dot. */
    private static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private final CallJournal journal;
    private final InstantSource clock;

    OtherOperations(CallJournal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
    }

    void serve(HttpServerRequest exchange, Buffer body) {
        try {
            switch (exchange.path()) {
                case "/v1/embeddings" -> embed(exchange, read(body));
                case "/v1/moderations" -> {
                    JsonNode request = read(body);
                    Moderations.answer(exchange, request);
                    record(exchange, required(request, "model"), 0);
                }
                case "/v1/audio/speech" -> speak(exchange, read(body));
                case "/v1/images/generations" -> {
                    JsonNode request = read(body);
                    draw(exchange, required(request, "model"), request.path("n").asInt(1));
                }
                case "/v1/images/edits" -> draw(exchange, formModel(body), 1);
                default -> listen(exchange, formModel(body), body);
            }
        } catch (InvalidRequestException refused) {
            ErrorBody error = ErrorBody.of(refused);
            exchange.response()
                    .setStatusCode(error.status())
                    .putHeader("Content-Type", "application/json")
                    .end(error.json());
        }
    }

    private void embed(HttpServerRequest exchange, JsonNode request) {
        String model = required(request, "model");
        List<String> inputs = inputs(request.path("input"));
        int dimensions = request.path("dimensions").asInt(DIMENSIONS);
        boolean base64 = "base64".equals(request.path("encoding_format").asText());
        int tokens = 0;
        JsonArray data = new JsonArray();
        for (String input : inputs) {
            tokens += Math.max(1, Math.ceilDiv(input.getBytes(StandardCharsets.UTF_8).length, BYTES_PER_TOKEN));
            float[] vector = vector(input, dimensions);
            data.add(new JsonObject()
                    .put("object", "embedding")
                    .put("index", data.size())
                    .put("embedding", base64 ? base64(vector) : numbers(vector)));
        }
        record(exchange, model, tokens);
        json(
                exchange,
                new JsonObject()
                        .put("object", "list")
                        .put("data", data)
                        .put("model", model)
                        .put(
                                "usage",
                                new JsonObject().put("prompt_tokens", tokens).put("total_tokens", tokens)));
    }

    private static List<String> inputs(JsonNode input) {
        if (input.isTextual()) {
            return List.of(input.textValue());
        }
        if (!input.isArray() || input.isEmpty()) {
            throw new InvalidRequestException("input must be a string or an array", "input");
        }
        if (input.get(0).isInt()) {
            return List.of(input.toString());
        }
        List<String> inputs = new ArrayList<>();
        input.forEach(element -> inputs.add(element.isTextual() ? element.textValue() : element.toString()));
        return inputs;
    }

    /** Of length 1, and closer for texts that share words. */
    private static float[] vector(String text, int dimensions) {
        double[] sum = new double[dimensions];
        for (String word : text.toLowerCase(java.util.Locale.ROOT).split("\\W+", -1)) {
            SplittableRandom random = new SplittableRandom(word.hashCode());
            for (int i = 0; i < dimensions; i++) {
                sum[i] += random.nextDouble() - 0.5;
            }
        }
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (sum[i] / Math.sqrt(square));
        }
        return vector;
    }

    private static JsonArray numbers(float[] vector) {
        JsonArray numbers = new JsonArray(new ArrayList<>(vector.length));
        for (float value : vector) {
            numbers.add(value);
        }
        return numbers;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : vector) {
            bytes.putFloat(value);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private void speak(HttpServerRequest exchange, JsonNode request) {
        String model = required(request, "model");
        String text = required(request, "input");
        record(exchange, model, 0);
        exchange.response()
                .putHeader("Content-Type", "audio/mpeg")
                .setChunked(true)
                .end(Buffer.buffer(("ID3 simulated speech of " + text.length() + " characters")));
    }

    /** A file that is text, {@code says:} and the rest, is heard to say so. */
    private void listen(HttpServerRequest exchange, String model, Buffer body) {
        record(exchange, model, 0);
        String form = body.toString(StandardCharsets.UTF_8);
        Matcher spoken = SPOKEN.matcher(form);
        String text = spoken.find() ? spoken.group(1) : "This is Tollgate's simulated transcription.";
        Matcher format = FORM_FORMAT.matcher(form);
        switch (format.find() ? format.group(1) : "json") {
            case "text" ->
                exchange.response().putHeader("Content-Type", "text/plain").end(text + "\n");
            case "srt" ->
                exchange.response()
                        .putHeader("Content-Type", "application/x-subrip")
                        .end("1\n00:00:00,000 --> 00:00:02,000\n" + text + "\n\n");
            default ->
                json(
                        exchange,
                        new JsonObject()
                                .put("text", text)
                                .put(
                                        "usage",
                                        new JsonObject()
                                                .put("type", "duration")
                                                .put("seconds", Math.ceilDiv(body.length(), BYTES_PER_AUDIO_SECOND))));
        }
    }

    private void draw(HttpServerRequest exchange, String model, int count) {
        JsonArray data = new JsonArray();
        for (int i = 0; i < count; i++) {
            data.add(new JsonObject().put("b64_json", PICTURE));
        }
        record(exchange, model, 0);
        json(
                exchange,
                new JsonObject()
                        .put("created", clock.instant().getEpochSecond())
                        .put("data", data));
    }

    private static JsonNode read(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (JsonProcessingException notJson) {
            throw new InvalidRequestException("We could not parse the JSON body of your request.", "body");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String required(JsonNode request, String field) {
        String value = request.path(field).asText("");
        if (value.isEmpty()) {
            throw new InvalidRequestException("you must provide a " + field + " parameter", field);
        }
        return value;
    }

    private static String formModel(Buffer body) {
        Matcher model = FORM_MODEL.matcher(body.toString(StandardCharsets.ISO_8859_1));
        if (!model.find()) {
            throw new InvalidRequestException("you must provide a model parameter", "model");
        }
        return model.group(1);
    }

    private void record(HttpServerRequest exchange, String model, int promptTokens) {
        try {
            journal.add(new Call(
                    Call.bounded(exchange.getHeader("X-Client-Request-Id")),
                    clock.instant().toString(),
                    model,
                    false,
                    promptTokens,
                    0,
                    0,
                    0,
                    Call.End.COMPLETE,
                    null,
                    Call.bounded(exchange.getHeader("traceparent"))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + journal.file(), e);
        }
    }

    private static void json(HttpServerRequest exchange, JsonObject body) {
        exchange.response().putHeader("Content-Type", "application/json").end(body.toBuffer());
    }
}
