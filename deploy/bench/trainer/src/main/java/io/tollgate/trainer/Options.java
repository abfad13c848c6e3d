package io.tollgate.trainer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options of a command line, {@code --name value}. */
record Options(Map<String, String> values, String usage) {

    /** @throws IllegalArgumentException if an option is unknown or has no value; the message says how to call the command */
    static Options parse(String[] arguments, String usage, List<String> names) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!names.contains(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("what is '" + arguments[i] + "'? " + usage);
            }
            values.put(name, arguments[i + 1]);
        }
        return new Options(values, usage);
    }

    Path path(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing. " + usage);
        }
        return Path.of(value);
    }

    long number(String name, long otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("--" + name + " must be a whole number. " + usage, notANumber);
        }
    }
}
