package io.tollgate.local.launcher;

import io.tollgate.local.process.Ports;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Properties;

/**
 * What was chosen once for this home and stays: keys and ports, in {@code state.properties}, readable by its owner alone. Each value
 * is made when it is first asked for.
 */
final class KeptState {
    private static final int SECRET_CHARACTERS = 40;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final String PORT_PREFIX = "port.";

    private final Path file;
    private final Ports ports;
    private final Properties values = new Properties();
    private final SecureRandom random = new SecureRandom();

    private KeptState(Path file, Ports ports) {
        this.file = file;
        this.ports = ports;
    }

    static KeptState open(Path home, Ports ports) throws IOException {
        KeptState state = new KeptState(home.resolve("state.properties"), ports);
        if (Files.exists(state.file)) {
            try (Reader reader = Files.newBufferedReader(state.file, StandardCharsets.UTF_8)) {
                state.values.load(reader);
            }
            state.refuseInvalidPorts();
        }
        return state;
    }

    private void refuseInvalidPorts() throws IOException {
        for (String name : values.stringPropertyNames()) {
            if (name.startsWith(PORT_PREFIX) && !values.getProperty(name).matches("\\d{1,5}")) {
                throw new IOException(file + ": " + name + " is no port: " + values.getProperty(name));
            }
        }
    }

    /** A secret of 40 random letters and digits (238 bits) after the prefix. */
    String secret(String name, String prefix) throws IOException {
        String kept = values.getProperty(name);
        if (kept != null) {
            return kept;
        }
        StringBuilder secret = new StringBuilder(prefix);
        for (int i = 0; i < SECRET_CHARACTERS; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return keep(name, secret.toString());
    }

    /** The port of an own server, picked free when first asked for. */
    int port(String server) throws IOException {
        String name = PORT_PREFIX + server;
        String kept = values.getProperty(name);
        return Integer.parseInt(kept == null ? keep(name, Integer.toString(ports.pick())) : kept);
    }

    /** Forgets the ports that a stranger has taken since, to be picked anew. Only for when none of the servers runs. */
    void releaseTakenPorts() {
        values.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PORT_PREFIX))
                .filter(name -> !Ports.isFree(Integer.parseInt(values.getProperty(name))))
                .forEach(values::remove);
    }

    private String keep(String name, String value) throws IOException {
        values.setProperty(name, value);
        StringWriter content = new StringWriter();
        values.store(content, "Chosen once for this suite. Holds its keys: keep it private.");
        PrivateFile.write(file, content.toString());
        return value;
    }
}
