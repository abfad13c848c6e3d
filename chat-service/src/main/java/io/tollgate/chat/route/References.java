package io.tollgate.chat.route;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:default}} by what the environment holds. A variable that is set to nothing
 * counts as not set, because container platforms set variables they have no value for to the empty text.
 *
 * @param environment gives a variable's value, null where it is not set
 */
record References(UnaryOperator<@Nullable String> environment) {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_.-]*)(?::(?<fallback>[^}]*))?}");
    private static final String OPENING = "${";

    /** The text of a value with its references resolved; empty, with the problem noted, where one cannot be. */
    Optional<String> resolve(YamlValue value) {
        return value.text().flatMap(text -> resolve(value, text));
    }

    /** The same for a text that is only a part of the value. */
    Optional<String> resolve(YamlValue value, String text) {
        StringBuilder resolved = new StringBuilder();
        Matcher reference = REFERENCE.matcher(text);
        int end = 0;
        boolean complete = true;
        while (reference.find()) {
            complete &= isWithoutReference(value, text.substring(end, reference.start()));
            resolved.append(text, end, reference.start());
            end = reference.end();
            String replacement = variable(reference.group("name")).orElse(reference.group("fallback"));
            if (replacement == null) {
                value.refuse("the environment variable " + reference.group("name") + " is not set; set it, or write ${"
                        + reference.group("name") + ":default}");
                complete = false;
            } else {
                resolved.append(replacement);
            }
        }
        complete &= isWithoutReference(value, text.substring(end));
        resolved.append(text, end, text.length());
        if (complete && resolved.toString().isBlank()) {
            value.refuse("is empty once its references are resolved; it needs a value");
            return Optional.empty();
        }
        return complete ? Optional.of(resolved.toString()) : Optional.empty();
    }

    Optional<String> variable(String name) {
        String set = environment.apply(name);
        return set == null || set.isEmpty() ? Optional.empty() : Optional.of(set);
    }

    private static boolean isWithoutReference(YamlValue value, String text) {
        if (!text.contains(OPENING)) {
            return true;
        }
        value.refuse("has a '${' that does not begin a reference of the form ${NAME} or ${NAME:default}");
        return false;
    }
}
