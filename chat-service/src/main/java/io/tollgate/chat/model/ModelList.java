package io.tollgate.chat.model;

import java.util.List;

/**
 * Models in OpenAI's shape of a list.
 *
 * @param object always {@code list}
 * @param data in the order of the routes file
 */
public record ModelList(String object, List<Model> data) {

    public ModelList {
        data = List.copyOf(data);
    }

    static ModelList of(List<Model> data) {
        return new ModelList("list", data);
    }
}
