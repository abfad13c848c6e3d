package io.tollgate.chat.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A hash over everything of a request that changes its answer. Two requests that say the same have the same one: the order of
 * keys, white space, escapes and the spelling of numbers do not count. Everything else counts, also what is unknown.
 */
final class Fingerprint {

    /** Changes with the form in which answers are kept, so that no other form is ever found. */
    private static final String FORM = "tollgate-answer-1";

    /** Who asks, how the answer is delivered, and what is only for reports: none of it changes what is answered. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "model", // of the first target: the identity names all of them
            "stream",
            "stream_options",
            "user",
            "safety_identifier",
            "metadata",
            "store",
            "prompt_cache_key",
            "prompt_cache_options",
            "prompt_cache_retention");

    private static final ObjectReader JSON = JsonMapper.builder()
            // Which of two values a provider takes is not known.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** @return empty if the body is not one JSON object whose meaning is certain */
    static Optional<JsonNode> read(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json.isObject() ? Optional.of(json) : Optional.empty();
        } catch (JsonProcessingException uncertain) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
    }

    /** @param identity what is not in the request and changes its answer */
    static String of(JsonNode request, String identity) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.text(FORM);
        fingerprint.text(identity);
        fingerprint.object(request, WITHOUT_EFFECT);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fingerprint.digest.digest());
    }

    private void value(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, Set.of());
            case ARRAY -> {
                tag('[', node.size());
                node.forEach(this::value);
            }
            case STRING -> text(node.textValue());
            case NUMBER -> {
                digest.update((byte) '#');
                text(node.decimalValue().stripTrailingZeros().toString());
            }
            default -> {
                digest.update((byte) '=');
                text(node.toString());
            }
        }
    }

    private void object(JsonNode node, Set<String> left) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.size());
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!left.contains(member.getKey())) {
                members.add(member);
            }
        }
        members.sort(Map.Entry.comparingByKey());
        tag('{', members.size());
        for (Map.Entry<String, JsonNode> member : members) {
            text(member.getKey());
            value(member.getValue());
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tag('"', bytes.length);
        digest.update(bytes);
    }

    private void tag(char kind, int size) {
        digest.update(ByteBuffer.allocate(5).put((byte) kind).putInt(size).flip());
    }
}
