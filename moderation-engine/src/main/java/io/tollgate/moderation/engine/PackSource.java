package io.tollgate.moderation.engine;

/**
 * A lexicon pack that is not bundled, such as one of political terms, which this project does not bring.
 *
 * @param name by which a refusal names it, e.g. the name of its file
 * @param text what stands in it; the language is that of the bundled ones
 */
public record PackSource(String name, String text) {

    /** No pack is longer than this, in characters. */
    public static final int MAX_LENGTH = 4_000_000;

    public PackSource {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the pack " + name + " has " + text.length() + " characters, at most " + MAX_LENGTH);
        }
    }
}
