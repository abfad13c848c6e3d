package io.tollgate.chat.route;

import java.util.Locale;

/** What a message can hold. In the routes file the names stand in lower case. */
public enum Modality {
    TEXT,
    IMAGE,
    AUDIO,
    FILE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
