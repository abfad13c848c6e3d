package io.tollgate.billing.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists and maps of texts as a column holds them. */
final class JsonColumn {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<TreeMap<String, String>> TEXT_MAP = new TypeReference<>() {};

    private JsonColumn() {}

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a list or map of texts cannot be written as JSON", failure);
        }
    }

    static List<String> texts(String column) {
        return read(column, TEXTS);
    }

    static Map<String, String> textMap(String column) {
        return read(column, TEXT_MAP);
    }

    private static <T> T read(String column, TypeReference<T> type) {
        try {
            return JSON.readValue(column, type);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a column does not hold the JSON that this service writes", failure);
        }
    }
}
