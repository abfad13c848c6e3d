package io.tollgate.moderation.screening;

import java.util.List;

/**
 * A call that can be answered.
 *
 * @param model the name it asked for, which the answer repeats
 * @param inputs at least one; each has a result of its own
 */
record ScreeningRequest(String model, List<ScreeningInput> inputs) {

    ScreeningRequest {
        inputs = List.copyOf(inputs);
    }

    long characters() {
        return inputs.stream().mapToLong(input -> input.text().length()).sum();
    }
}
