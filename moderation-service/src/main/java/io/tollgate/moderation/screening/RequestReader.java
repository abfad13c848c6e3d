package io.tollgate.moderation.screening;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tollgate.moderation.failure.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a body in OpenAI's shape. Every refusal names the field, and none repeats what stands in it. */
final class RequestReader {

    private static final String DEFAULT_MODEL = "omni-moderation-latest";
    private static final Set<String> MODELS = Set.of(
            DEFAULT_MODEL,
            "omni-moderation-2024-09-26",
            "text-moderation-latest",
            "text-moderation-stable",
            "text-moderation-007");
    private static final int LONGEST_MODEL_SHOWN = 64;
    private static final String INPUT = "input";

    private final ObjectMapper json;
    private final int maxInputs;

    RequestReader(ObjectMapper json, int maxInputs) {
        this.json = json;
        this.maxInputs = maxInputs;
    }

    /** @throws RefusedException if the body is not a request that can be answered */
    ScreeningRequest read(byte[] body) {
        JsonNode root = parse(body);
        if (!root.isObject()) {
            throw RefusedException.invalid(null, null, "The body must be a JSON object.");
        }
        String model = model(root.path("model"));
        return new ScreeningRequest(model, inputs(root.path(INPUT)));
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException malformed) {
            // The parser's own message quotes the body.
            JsonLocation location = malformed.getLocation();
            throw RefusedException.invalid(
                    null,
                    null,
                    location == null
                            ? "The body is not valid JSON."
                            : "The body is not valid JSON: line " + location.getLineNr() + ", column "
                                    + location.getColumnNr() + ".");
        } catch (IOException unreadable) {
            throw RefusedException.invalid(null, null, "The body cannot be read as JSON.");
        }
    }

    private static String model(JsonNode model) {
        if (model.isMissingNode() || model.isNull()) {
            return DEFAULT_MODEL;
        }
        if (!model.isTextual()) {
            throw RefusedException.invalid("model", "invalid_type", "'model' must be a string.");
        }
        String name = model.textValue();
        if (!MODELS.contains(name)) {
            String shown = name.length() <= LONGEST_MODEL_SHOWN ? name : name.substring(0, LONGEST_MODEL_SHOWN) + "…";
            throw RefusedException.unknownModel(
                    "The model '" + shown + "' does not exist for moderation; use " + DEFAULT_MODEL + ".");
        }
        return name;
    }

    private List<ScreeningInput> inputs(JsonNode input) {
        if (input.isMissingNode() || input.isNull()) {
            throw RefusedException.invalid(INPUT, "missing_required_parameter", "'input' is required.");
        }
        if (input.isTextual()) {
            return List.of(ScreeningInput.ofText(input.textValue()));
        }
        if (!input.isArray() || input.isEmpty()) {
            throw RefusedException.invalid(
                    INPUT, "invalid_type", "'input' must be a string or a non-empty array of strings or of parts.");
        }
        if (input.size() > maxInputs) {
            throw RefusedException.invalid(
                    INPUT,
                    "array_above_max_length",
                    "'input' has " + input.size() + " elements; at most " + maxInputs + " are accepted.");
        }
        return input.get(0).isObject() ? List.of(joinedParts((ArrayNode) input)) : strings(input);
    }

    private static List<ScreeningInput> strings(JsonNode input) {
        List<ScreeningInput> texts = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            if (!input.get(i).isTextual()) {
                throw RefusedException.invalid(element(i), "invalid_type", "'" + element(i) + "' must be a string.");
            }
            texts.add(ScreeningInput.ofText(input.get(i).textValue()));
        }
        return texts;
    }

    /** Parts make up one input, so they have one result. */
    private static ScreeningInput joinedParts(ArrayNode input) {
        List<String> texts = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            String text = part(input.get(i), element(i));
            if (text != null) {
                texts.add(text);
            }
        }
        return new ScreeningInput(
                String.join("\n", texts), !texts.isEmpty(), texts.size() < input.size() ? input : null);
    }

    /** @return the part's text; null for an image */
    private static @Nullable String part(JsonNode part, String name) {
        if (!part.isObject()) {
            throw RefusedException.invalid(name, "invalid_type", "'" + name + "' must be a part like the others.");
        }
        return switch (part.path("type").asText("")) {
            case "text" -> {
                if (!part.path("text").isTextual()) {
                    throw RefusedException.invalid(
                            name + ".text", "invalid_type", "'" + name + ".text' must be a string.");
                }
                yield part.path("text").textValue();
            }
            case "image_url" -> {
                requireImage(part.path("image_url").path("url"), name + ".image_url.url");
                yield null;
            }
            default ->
                throw RefusedException.invalid(
                        name + ".type", "invalid_value", "'" + name + ".type' must be 'text' or 'image_url'.");
        };
    }

    private static void requireImage(JsonNode url, String name) {
        if (!url.isTextual()) {
            throw RefusedException.invalid(name, "invalid_type", "'" + name + "' must be a string.");
        }
        String address = url.textValue();
        boolean isKnown =
                address.startsWith("https://") || address.startsWith("http://") || address.startsWith("data:image/");
        if (!isKnown) {
            throw RefusedException.invalid(
                    name, "invalid_value", "'" + name + "' must be an address of the web, or data:image/… itself.");
        }
    }

    private static String element(int index) {
        return INPUT + "[" + index + "]";
    }
}
