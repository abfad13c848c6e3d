package io.tollgate.chat.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A model in OpenAI's shape.
 *
 * @param id the name to ask for
 * @param object always {@code model}
 * @param created seconds since the epoch
 * @param ownedBy the name of the provider that is asked first
 */
public record Model(
        String id,
        String object,
        long created,
        @JsonProperty("owned_by") String ownedBy) {

    static Model of(String id, long created, String ownedBy) {
        return new Model(id, "model", created, ownedBy);
    }
}
