package io.tollgate.moderation.screening;

import java.util.List;

/**
 * A call that can be answered.
 *
 * @param model the name it asked for, which the answer repeats
 * @param texts at least one; each has a result of its own
 */
record ScreeningRequest(String model, List<String> texts) {

    ScreeningRequest {
        texts = List.copyOf(texts);
    }

    long characters() {
        return texts.stream().mapToLong(String::length).sum();
    }
}
