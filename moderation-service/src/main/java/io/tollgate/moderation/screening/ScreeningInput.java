package io.tollgate.moderation.screening;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

/**
 * What has one result.
 *
 * @param text all texts of it; empty if it has none
 * @param hasText whether it has any, be it empty
 * @param parts its parts as they were sent, if an image is among them; null if it is text alone
 */
record ScreeningInput(
        String text, boolean hasText, @Nullable ArrayNode parts) {

    static ScreeningInput ofText(String text) {
        return new ScreeningInput(text, true, null);
    }
}
