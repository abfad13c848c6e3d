package io.tollgate.chat.route;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the routes from a file of bounded size. */
final class RoutesSource {

    private static final String SETTING = "; it is set by TOLLGATE_CONFIG (tollgate.routes.file)";

    private RoutesSource() {}

    /**
     * @throws IOException if there is no such file, it is too large, not UTF-8, or cannot be read
     * @throws InvalidRoutesException if its content cannot be used
     */
    static Routes read(Path file, UnaryOperator<@Nullable String> environment)
            throws IOException, InvalidRoutesException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(RoutesFile.BYTES_MAX + 1);
            if (bytes.length > RoutesFile.BYTES_MAX) {
                throw new IOException(
                        "the routes file " + file + " has more than " + RoutesFile.BYTES_MAX + " bytes" + SETTING);
            }
            String yaml = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return RoutesFile.read(yaml, environment);
        } catch (NoSuchFileException missing) {
            throw new IOException("the routes file " + file + " does not exist" + SETTING, missing);
        } catch (CharacterCodingException notUtf8) {
            throw new IOException("the routes file " + file + " is not UTF-8" + SETTING, notUtf8);
        }
    }
}
