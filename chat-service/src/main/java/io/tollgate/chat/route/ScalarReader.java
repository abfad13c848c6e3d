package io.tollgate.chat.route;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads numbers, durations and choices, with their references resolved; what is absent is empty. */
record ScalarReader(References references) {

    private static final Pattern DURATION = Pattern.compile("(?<count>[0-9]{1,9})(?<unit>ms|s|m|h)");
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,9})?");

    Optional<Integer> integer(@Nullable YamlValue value, int min, int max) {
        return text(value).flatMap(text -> {
            long number = INTEGER.matcher(text).matches() ? Long.parseLong(text) : -1;
            if (number < min || number > max) {
                refuse(value, "must be a whole number from " + min + " to " + max);
                return Optional.empty();
            }
            return Optional.of((int) number);
        });
    }

    Optional<Double> decimal(@Nullable YamlValue value, double min, double max) {
        return text(value).flatMap(text -> {
            double number = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : -1;
            if (number < min || number > max) {
                refuse(value, "must be a number from " + min + " to " + max);
                return Optional.empty();
            }
            return Optional.of(number);
        });
    }

    /** A name of the file that is not the one that refers to it. */
    Optional<String> otherName(@Nullable YamlValue value, String own, Set<String> names) {
        return text(value).filter(name -> {
            boolean isOther = names.contains(name) && !name.equals(own);
            if (!isOther) {
                refuse(value, "must be the name of another model of this file");
            }
            return isOther;
        });
    }

    Optional<Duration> duration(@Nullable YamlValue value) {
        return text(value).flatMap(text -> {
            Matcher duration = DURATION.matcher(text);
            Duration parsed = duration.matches() ? parsed(duration) : Duration.ZERO;
            if (parsed.isZero()) {
                refuse(value, "must be a duration above zero, such as 500ms, 30s, 10m or 1h");
                return Optional.empty();
            }
            return Optional.of(parsed);
        });
    }

    private static Duration parsed(Matcher duration) {
        long count = Long.parseLong(duration.group("count"));
        return switch (duration.group("unit")) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    Optional<Boolean> bool(@Nullable YamlValue value) {
        return choice(value, Map.of("true", true, "false", false));
    }

    <T> Optional<T> choice(@Nullable YamlValue value, Map<String, T> choices) {
        return text(value).flatMap(text -> {
            T chosen = choices.get(text);
            if (chosen == null) {
                refuse(
                        value,
                        "must be one of "
                                + String.join(
                                        ", ", choices.keySet().stream().sorted().toList()));
            }
            return Optional.ofNullable(chosen);
        });
    }

    /** The items of a list of texts. */
    Set<String> texts(@Nullable YamlValue value) {
        Set<String> texts = new LinkedHashSet<>();
        if (value != null) {
            value.items().forEach(item -> references.resolve(item).ifPresent(texts::add));
        }
        return texts;
    }

    Optional<String> text(@Nullable YamlValue value) {
        return value == null ? Optional.empty() : references.resolve(value);
    }

    private static void refuse(@Nullable YamlValue value, String message) {
        if (value != null) {
            value.refuse(message);
        }
    }
}
