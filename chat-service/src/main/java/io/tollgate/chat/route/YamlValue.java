package io.tollgate.chat.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a YAML file that knows where it stands. Reading it as the wrong thing notes a problem and gives something empty.
 *
 * @param node the parsed value
 * @param owner where the key or the item that holds the value stands
 * @param path the keys that lead to it
 * @param problems where problems are noted
 */
record YamlValue(Node node, Mark owner, String path, Problems problems) {

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    static YamlValue root(Node node, Problems problems) {
        return new YamlValue(node, node.getStartMark(), "", problems);
    }

    /** Notes a problem with the value itself. */
    void refuse(String message) {
        problems.add(path, isEmpty() ? owner : node.getStartMark(), message);
    }

    /** Notes a problem with the key of the value. */
    void refuseKey(String message) {
        problems.add(path, owner, message);
    }

    /** The values of a mapping by key, in the file's order. A key that occurs again is refused and its value ignored. */
    Map<String, YamlValue> entries() {
        if (!(node instanceof MappingNode mapping)) {
            refuse(isEmpty() ? "is empty; it must be a mapping" : "must be a mapping, not a " + form());
            return Map.of();
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(path, tuple.getKeyNode().getStartMark(), "a key must be a plain text");
                continue;
            }
            YamlValue value = new YamlValue(tuple.getValueNode(), key.getStartMark(), child(key.getValue()), problems);
            YamlValue first = entries.putIfAbsent(key.getValue(), value);
            if (first != null) {
                value.refuseKey(
                        "this key occurs twice; first on line " + (first.owner().getLine() + 1));
            }
        }
        return entries;
    }

    /** The values of a mapping that may have only these keys; others are refused. */
    Map<String, YamlValue> entries(List<String> known) {
        Map<String, YamlValue> entries = entries();
        refuseUnknown(entries, known);
        return entries;
    }

    /** Refuses those of this mapping's entries that are not known. */
    void refuseUnknown(Map<String, YamlValue> entries, List<String> known) {
        entries.forEach((key, value) -> {
            if (!known.contains(key)) {
                value.refuseKey("unknown key; known here: " + String.join(", ", known));
            }
        });
    }

    /** The items of a sequence. */
    List<YamlValue> items() {
        if (!(node instanceof SequenceNode sequence)) {
            refuse(isEmpty() ? "is empty; it must be a list" : "must be a list, not a " + form());
            return List.of();
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlValue(item, item.getStartMark(), path + "[" + items.size() + "]", problems));
        }
        return items;
    }

    /** The text of a scalar as it stands in the file: whatever YAML takes {@code on}, {@code 1.0} or {@code 010} for. */
    Optional<String> text() {
        if (!(node instanceof ScalarNode scalar)) {
            refuse("must be a text, not a " + form());
            return Optional.empty();
        }
        if (isEmpty() || scalar.getValue().isBlank()) {
            refuseKey("is empty; it needs a value");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    /** The path a key of this mapping has. */
    String child(String key) {
        String segment = PLAIN_KEY.matcher(key).matches() ? key : '"' + key + '"';
        return path.isEmpty() ? segment : path + "." + segment;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** Whether it is this text, as it stands in the file. */
    boolean isText(String text) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(text);
    }

    boolean isEmptyList() {
        return node instanceof SequenceNode sequence && sequence.getValue().isEmpty();
    }

    private boolean isEmpty() {
        return Tag.NULL.equals(node.getTag());
    }

    private String form() {
        return switch (node.getNodeId()) {
            case mapping -> "mapping";
            case sequence -> "list";
            case scalar, anchor -> "text";
        };
    }
}
