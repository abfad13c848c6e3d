package io.tollgate.moderation.content;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/** The installation's master key, read once: from where the configuration says. */
@Singleton
class MasterKeys {

    private final Optional<MasterKey> key;

    MasterKeys(ContentConfig config) {
        this.key = secret(config).map(MasterKey::of);
    }

    private static Optional<String> secret(ContentConfig config) {
        return config.masterKeyFile()
                .filter(file -> !file.toString().isBlank())
                .map(file -> {
                    try {
                        return Files.readString(file).strip();
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(
                                "tollgate.content.master-key-file cannot be read: " + file, unreadable);
                    }
                })
                .or(() -> config.masterKey().filter(secret -> !secret.isBlank()));
    }

    /** Empty where none is configured: then no content is stored. */
    Optional<MasterKey> get() {
        return key;
    }
}
