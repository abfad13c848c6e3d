package io.tollgate.chat.route;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves what stands where a secret belongs: {@code ${NAME}} or {@code file:/path}. A literal is refused, because the
 * routes file is kept in repositories and ConfigMaps, and whoever reads it would have the secret. No message repeats what
 * stands in the file, as it may be one.
 *
 * @param references resolves references in a file's path
 */
record SecretReferences(References references) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_.-]*)}");
    private static final Pattern VARIABLE_WITH_DEFAULT = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_.-]*:[^}]*}");
    private static final String FILE = "file:";
    private static final int FILE_BYTES_MAX = 16 * 1024;

    Optional<Secret> resolve(YamlValue value) {
        return value.text().flatMap(text -> secretText(value, text)).flatMap(secret -> secret(value, secret));
    }

    private Optional<String> secretText(YamlValue value, String text) {
        Matcher variable = VARIABLE.matcher(text);
        if (variable.matches()) {
            String name = variable.group("name");
            Optional<String> set = references.variable(name);
            if (set.isEmpty()) {
                value.refuse("the environment variable " + name + " is not set; set it to the secret");
            }
            return set;
        }
        if (text.startsWith(FILE)) {
            return references.resolve(value, text.substring(FILE.length())).flatMap(path -> contentOf(value, path));
        }
        value.refuse(
                VARIABLE_WITH_DEFAULT.matcher(text).matches()
                        ? "a secret must not have a default in this file; write ${NAME} and set the variable"
                        : "must be a reference to the secret, ${NAME} or file:/path, and never the secret itself;"
                                + " if a real secret stands here, revoke it");
        return Optional.empty();
    }

    private static Optional<String> contentOf(YamlValue value, String path) {
        try {
            Path file = Path.of(path);
            if (!file.isAbsolute()) {
                value.refuse("the path after 'file:' must be absolute");
                return Optional.empty();
            }
            try (InputStream content = Files.newInputStream(file)) {
                byte[] bytes = content.readNBytes(FILE_BYTES_MAX + 1);
                if (bytes.length > FILE_BYTES_MAX) {
                    value.refuse(
                            "the file " + file + " has more than " + FILE_BYTES_MAX + " bytes: it holds no secret");
                    return Optional.empty();
                }
                return Optional.of(new String(bytes, StandardCharsets.UTF_8).strip());
            }
        } catch (InvalidPathException invalid) {
            value.refuse("what follows 'file:' is not a path: " + invalid.getReason());
        } catch (NoSuchFileException missing) {
            value.refuse("the file " + missing.getFile() + " does not exist");
        } catch (IOException failure) {
            value.refuse("the file " + path + " cannot be read: "
                    + failure.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    private static Optional<Secret> secret(YamlValue value, String text) {
        try {
            return Optional.of(Secret.of(text));
        } catch (IllegalArgumentException invalid) {
            value.refuse("what it refers to cannot be used: " + invalid.getMessage());
            return Optional.empty();
        }
    }
}
