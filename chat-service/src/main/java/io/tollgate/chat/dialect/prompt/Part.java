package io.tollgate.chat.dialect.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A piece of a message. */
public sealed interface Part {

    /** Where the piece stands in the request, for messages of errors. */
    String path();

    /** How long the prompt up to and including this piece is to be cached; null if nobody asked. */
    @Nullable
    CacheMark cache();

    /** A wish for caching: 5 minutes unless an hour is asked for. */
    record CacheMark(boolean oneHour) {}

    record Text(String path, String text, @Nullable CacheMark cache) implements Part {}

    /** An image that the provider is to fetch. */
    record ImageLink(String path, String url, @Nullable CacheMark cache) implements Part {}

    /**
     * An image, a sound or a document within the request.
     *
     * @param mediaType such as {@code image/png}
     * @param base64 its bytes
     * @param name a document's, null if it has none
     */
    record Media(
            String path,
            String mediaType,
            String base64,
            @Nullable String name,
            @Nullable CacheMark cache) implements Part {

        public boolean isImage() {
            return mediaType.startsWith("image/");
        }

        /** {@code png} of {@code image/png}. */
        public String subtype() {
            return mediaType.substring(mediaType.indexOf('/') + 1);
        }
    }

    /** The mark of a content part: Anthropic's {@code cache_control}, or OpenAI's {@code prompt_cache_breakpoint}. */
    static @Nullable CacheMark cacheMark(JsonNode part) {
        JsonNode control = part.path("cache_control");
        if (control.isObject()) {
            return new CacheMark("1h".equals(control.path("ttl").textValue()));
        }
        return part.path("prompt_cache_breakpoint").isObject() ? new CacheMark(false) : null;
    }
}
