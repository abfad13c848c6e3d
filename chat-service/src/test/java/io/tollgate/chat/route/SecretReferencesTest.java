package io.tollgate.chat.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReferencesTest {

    private static final String LITERAL =
            "must be a reference to the secret, ${NAME} or file:/path, and never the secret"
                    + " itself; if a real secret stands here, revoke it";

    @TempDir
    private Path directory;

    private static String yaml(String apiKey) {
        return "providers:\n  one:\n    kind: openai\n    base-url: https://models.test\n    api-key: " + apiKey + "\n";
    }

    private Routes read(String apiKey) throws InvalidRoutesException {
        return RoutesFile.read(
                yaml(apiKey),
                Map.of("KEY", "sk-real", "EMPTY", "", "SPACED", "sk-two words", "DIR", directory.toString())::get);
    }

    private void assertRefused(String apiKey, String message) {
        InvalidRoutesException refusal = catchThrowableOfType(InvalidRoutesException.class, () -> read(apiKey));
        assertThat(refusal.problems()).containsExactly(new RoutesProblem("providers.one.api-key", 5, 14, message));
    }

    @Test
    void shouldReadASecretFromTheEnvironment() throws InvalidRoutesException {
        // Given
        String apiKey = "${KEY}";

        // When
        Routes routes = read(apiKey);

        // Then
        assertThat(routes.providers())
                .extracting(provider -> provider.apiKeys().getFirst())
                .containsExactly(Secret.of("sk-real"));
    }

    @Test
    void shouldReadASecretFromAFileAndDropTheLineBreakEditorsAdd() throws IOException, InvalidRoutesException {
        // Given
        Files.writeString(directory.resolve("openai"), "sk-from-file\n");

        // When
        Routes routes = read("file:${DIR}/openai");

        // Then
        assertThat(routes.providers())
                .extracting(provider -> provider.apiKeys().getFirst())
                .containsExactly(Secret.of("sk-from-file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-proj-pasted", "sk-pasted-${KEY}", "\"Bearer ${KEY}\"", "$KEY", "${sk-pasted"})
    void shouldRefuseALiteralWithoutRepeatingIt(String literal) {
        assertRefused(literal, LITERAL);
    }

    @Test
    void shouldRefuseADefaultBecauseItWouldBeALiteral() {
        assertRefused(
                "${OTHER:sk-pasted}",
                "a secret must not have a default in this file; write ${NAME} and set the variable");
    }

    @Test
    void shouldRefuseAVariableThatIsNotSet() {
        assertRefused("${OTHER}", "the environment variable OTHER is not set; set it to the secret");
        assertRefused("${EMPTY}", "the environment variable EMPTY is not set; set it to the secret");
    }

    @Test
    void shouldRefuseASecretThatDoesNotFitAHeaderWithoutRepeatingIt() {
        assertRefused(
                "${SPACED}",
                "what it refers to cannot be used: the secret contains a space, a line break or a non-ASCII character");
    }

    @Test
    void shouldRefuseAFileThatHoldsNoSecret() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty"));
        Path large = Files.writeString(directory.resolve("large"), "x".repeat(16 * 1024 + 1));

        assertRefused("file:" + empty, "what it refers to cannot be used: the secret is empty");
        assertRefused("file:" + large, "the file " + large + " has more than 16384 bytes: it holds no secret");
    }

    @Test
    void shouldRefuseAFileThatCannotBeRead() {
        Path missing = directory.resolve("missing");

        assertRefused("file:" + missing, "the file " + missing + " does not exist");
        assertRefused("file:" + directory, "the file " + directory + " cannot be read: IOException");
        assertRefused("file:relative/path", "the path after 'file:' must be absolute");
        assertRefused(
                "file:/${NOWHERE}/key",
                "the environment variable NOWHERE is not set; set it, or write ${NOWHERE:default}");
    }
}
