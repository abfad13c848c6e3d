package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.sensitive.SensitiveKind;
import io.tollgate.moderation.engine.sensitive.Span;

/**
 * Personal data or a secret. No harm category: what is to be done with it is a policy of its own.
 *
 * @param kind what it is
 * @param start offset of the first UTF-16 unit in the original text
 * @param end offset after the last one
 */
public record SensitiveFinding(SensitiveKind kind, int start, int end) implements Finding {

    static final String DETECTOR = "sensitive";

    public SensitiveFinding {
        Finding.requireSpan(start, end);
    }

    @Override
    public String detector() {
        return DETECTOR;
    }

    @Override
    public String rule() {
        return kind.wireName();
    }

    /** Where it stands, for {@link io.tollgate.moderation.engine.sensitive.Masking}. */
    public Span span() {
        return new Span(kind, start, end);
    }
}
