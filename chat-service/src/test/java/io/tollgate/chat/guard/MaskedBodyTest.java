package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.policy.TextMasking;
import io.tollgate.moderation.engine.stream.Action;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskedBodyTest {

    private static final String PROMPT = "Write to ann@example.org";
    private static final String FORM =
            "--edge\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nann@example.org\r\n"
                    + "--edge\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n" + PROMPT + "\r\n--edge--\r\n";

    private static TextMasking masking() {
        TextMasking masking = new TextMasking();
        masking.note(
                PROMPT,
                ModerationEngine.load().assess(PROMPT),
                StageRules.of(List.of(new StageRules.Rule("pii.email", Action.REDACT, 0.5))));
        return masking;
    }

    @Test
    void shouldMaskAFieldOfAFormAndNoFile() throws IOException {
        // When
        String masked = MaskedBody.ofForm(Buffer.buffer(FORM), List.of(PROMPT), masking())
                .toString();

        // Then
        assertThat(masked)
                .contains("name=\"file\"\r\n\r\nann@example.org\r\n", "name=\"prompt\"\r\n\r\nWrite to [")
                .endsWith("]\r\n--edge--\r\n")
                .doesNotContain(PROMPT);
    }

    @Test
    void shouldNotSendAFormInWhichTheTextIsNotFound() {
        // Given
        Buffer other = Buffer.buffer(FORM.replace("Write", "write"));

        // When
        Throwable failure = catchThrowable(() -> MaskedBody.ofForm(other, List.of(PROMPT), masking()));

        // Then
        assertThat(failure).isInstanceOf(IOException.class);
    }
}
