package io.tollgate.moderation.engine;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The harm categories of the OpenAI moderation API, in the order in which it lists them. */
public enum Category {
    HATE("hate", null),
    HATE_THREATENING("hate/threatening", HATE),
    HARASSMENT("harassment", null),
    HARASSMENT_THREATENING("harassment/threatening", HARASSMENT),
    ILLICIT("illicit", null),
    ILLICIT_VIOLENT("illicit/violent", ILLICIT),
    SELF_HARM("self-harm", null),
    SELF_HARM_INTENT("self-harm/intent", SELF_HARM),
    SELF_HARM_INSTRUCTIONS("self-harm/instructions", SELF_HARM),
    SEXUAL("sexual", null),
    SEXUAL_MINORS("sexual/minors", SEXUAL),
    VIOLENCE("violence", null),
    VIOLENCE_GRAPHIC("violence/graphic", VIOLENCE);

    private static final Map<String, Category> BY_WIRE_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Category::wireName, Function.identity()));

    private final String wireName;
    private final @Nullable Category parent;

    Category(String wireName, @Nullable Category parent) {
        this.wireName = wireName;
        this.parent = parent;
    }

    /** As on the wire, e.g. {@code harassment/threatening}. */
    public String wireName() {
        return wireName;
    }

    /** The category this one is a special case of: whatever is scored here is scored at least as high there. */
    public @Nullable Category parent() {
        return parent;
    }

    /** @throws IllegalArgumentException if no category has this name; the message lists those that exist */
    public static Category ofWireName(String wireName) {
        Category category = BY_WIRE_NAME.get(wireName);
        if (category == null) {
            throw new IllegalArgumentException("unknown category '" + wireName + "', known: "
                    + Stream.of(values()).map(Category::wireName).collect(Collectors.joining(", ")));
        }
        return category;
    }
}
