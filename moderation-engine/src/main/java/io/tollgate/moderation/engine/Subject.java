package io.tollgate.moderation.engine;

/** What a term of a pack speaks for. */
sealed interface Subject {

    /** A harm category. */
    record Harm(Category category) implements Subject {}

    /** What is no harm by itself. */
    enum Mark implements Subject {
        /** The text is about a minor: beside a sexual term it makes {@link Category#SEXUAL_MINORS}. */
        MINOR("minor"),
        /** Talks a model out of its instructions. */
        INJECTION("injection"),
        /** A topic of the operator's own: reported, never scored. */
        RULE("rule");

        private final String wireName;

        Mark(String wireName) {
            this.wireName = wireName;
        }
    }

    /** @throws IllegalArgumentException if neither a mark nor a category has this name */
    static Subject ofWireName(String name) {
        for (Mark mark : Mark.values()) {
            if (mark.wireName.equals(name)) {
                return mark;
            }
        }
        return new Harm(Category.ofWireName(name));
    }

    /** Whether its terms are weighed, and so need a severity. */
    default boolean isWeighed() {
        return this != Mark.MINOR && this != Mark.RULE;
    }
}
