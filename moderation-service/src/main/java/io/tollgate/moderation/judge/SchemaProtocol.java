package io.tollgate.moderation.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.judge.JudgeAnswer.Opinion;
import io.tollgate.moderation.engine.Category;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Any chat model that keeps to a JSON schema. The texts are shown as JSON, so that none of them can pass for the instructions.
 *
 * @param instructions how to judge
 */
record SchemaProtocol(String instructions) implements JudgeProtocol {

    private static final int MAX_TOKENS = 256;
    private static final List<String> CATEGORIES = Stream.concat(
                    Arrays.stream(Category.values()).map(Category::wireName), Stream.of("pii", "injection"))
            .toList();
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** Around which some models put their JSON. */
    private static final Pattern FENCE = Pattern.compile("(?s)^```(?:json)?\\s*(.*?)\\s*```$");

    @Override
    public List<Inquiry> inquiries(String model, Question question) {
        Inquiry inquiry = Inquiry.chat(model, MAX_TOKENS, SchemaProtocol::read).say("system", instructions);
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("stage", question.isAnswer() ? "answer" : "request");
        question.subjects().forEach(shown.putArray("suspected")::add);
        question.texts().forEach(shown.putArray("texts")::add);
        inquiry.say("user", shown.toString());
        ObjectNode format = inquiry.body().putObject("response_format").put("type", "json_schema");
        format.putObject("json_schema")
                .put("name", "judgement")
                .put("strict", true)
                .set("schema", schema());
        return List.of(inquiry);
    }

    private static ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.put("additionalProperties", false)
                .putArray("required")
                .add("opinion")
                .add("categories");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode opinions =
                properties.putObject("opinion").put("type", "string").putArray("enum");
        Arrays.stream(Opinion.values())
                .map(opinion -> opinion.name().toLowerCase(Locale.ROOT))
                .forEach(opinions::add);
        ObjectNode items = properties
                .putObject("categories")
                .put("type", "array")
                .putObject("items")
                .put("type", "string");
        CATEGORIES.forEach(items.putArray("enum")::add);
        return schema;
    }

    static Ruling read(String said) {
        Matcher fenced = FENCE.matcher(said);
        JsonNode judgement = parsed(fenced.matches() ? fenced.group(1) : said);
        String opinion = judgement.path("opinion").asText("").strip().toUpperCase(Locale.ROOT);
        Set<String> categories = new TreeSet<>();
        boolean named = false;
        for (JsonNode category : judgement.path("categories")) {
            named = true;
            String name = category.asText("").strip().toLowerCase(Locale.ROOT);
            if (CATEGORIES.contains(name)) {
                categories.add(name);
            }
        }
        return switch (opinion) {
            case "SAFE" -> {
                if (named) {
                    throw Inquiry.unreadable("it is safe and names a category");
                }
                yield Ruling.SAFE;
            }
            case "CONTROVERSIAL" -> new Ruling(Opinion.CONTROVERSIAL, categories);
            // What it names beside the schema is no reason to doubt that it means it.
            case "UNSAFE" -> new Ruling(Opinion.UNSAFE, categories);
            default -> throw Inquiry.unreadable("its 'opinion' is none of safe, controversial, unsafe");
        };
    }

    private static JsonNode parsed(String json) {
        try {
            JsonNode read = JSON.readTree(json);
            if (read == null || !read.isObject()) {
                throw Inquiry.unreadable("it is no JSON object");
            }
            return read;
        } catch (JsonProcessingException malformed) {
            // The parser's message quotes what it read.
            throw Inquiry.unreadable("it is no JSON");
        }
    }
}
