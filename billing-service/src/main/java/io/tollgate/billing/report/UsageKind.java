package io.tollgate.billing.report;

import io.tollgate.contracts.usage.Meter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The reports of usage that count one thing beside requests: its name in the API, and what it adds up. */
enum UsageKind {
    EMBEDDINGS("embeddings", "input_tokens"),
    MODERATIONS("moderations", "input_tokens"),
    IMAGES("images", "images"),
    AUDIO_SPEECHES("audio_speeches", "characters"),
    AUDIO_TRANSCRIPTIONS("audio_transcriptions", "seconds");

    private final String path;
    private final String field;

    UsageKind(String path, String field) {
        this.path = path;
        this.field = field;
    }

    static Optional<UsageKind> ofPath(String path) {
        return Arrays.stream(values()).filter(kind -> kind.path.equals(path)).findFirst();
    }

    /** The name of a result's object. */
    String object() {
        return "organization.usage." + path + ".result";
    }

    /** The field that has the sum. */
    String field() {
        return field;
    }

    /** The roll-up's items that add up to it. */
    List<String> items() {
        return Arrays.stream(Meter.values())
                .filter(this::counts)
                .map(Meter::wireName)
                .toList();
    }

    /** What providers were asked to do. */
    List<String> operations() {
        return switch (this) {
            case EMBEDDINGS -> List.of("embedding");
            case MODERATIONS -> List.of("moderation");
            case IMAGES -> List.of("image_generation", "image_edit");
            case AUDIO_SPEECHES -> List.of("speech");
            case AUDIO_TRANSCRIPTIONS -> List.of("transcription", "translation");
        };
    }

    private boolean counts(Meter meter) {
        return switch (this) {
            case EMBEDDINGS, MODERATIONS -> meter.side() == Meter.Side.INPUT;
            case IMAGES -> meter == Meter.IMAGES;
            case AUDIO_SPEECHES -> meter == Meter.INPUT_CHARACTERS;
            case AUDIO_TRANSCRIPTIONS -> meter == Meter.AUDIO_SECONDS;
        };
    }
}
