package io.tollgate.chat.route;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the routes file: which providers there are, and which of their models answers for which name.
 *
 * <pre>{@code
 * providers:
 *   openai:
 *     kind: openai
 *     base-url: ${OPENAI_BASE_URL:https://api.openai.com/v1}
 *     api-key: ${OPENAI_API_KEY}
 * models:
 *   gpt-4o-mini:
 *     targets:
 *       - provider: openai
 *         model: gpt-4o-mini
 * }</pre>
 *
 * <p>Values, not keys, may refer to the environment with {@code ${NAME}} or {@code ${NAME:default}}. The file is validated as
 * a whole: all problems are reported at once. At most 1 MiB, 100 providers, 1,000 models and 16 targets a model.
 */
public final class RoutesFile {

    static final int BYTES_MAX = 1024 * 1024;

    static final List<String> SECTIONS = List.of("providers", "models", "capabilities");

    private static final int NESTING_MAX = 16;
    private static final int VERSION_BYTES = 6;

    private RoutesFile() {}

    /**
     * @param yaml the file's text
     * @param environment gives a variable's value, null where it is not set
     * @throws InvalidRoutesException naming every problem with its key, line and column
     */
    public static Routes read(String yaml, UnaryOperator<@Nullable String> environment) throws InvalidRoutesException {
        byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BYTES_MAX) {
            throw unreadable("the file has " + bytes.length + " bytes; the most is " + BYTES_MAX);
        }
        Problems problems = new Problems();
        YamlValue root = YamlValue.root(parse(yaml), problems);
        Map<String, YamlValue> sections = root.entries(SECTIONS);
        if (!root.isMapping()) {
            problems.throwIfAny();
        }
        RoutesReader reader = new RoutesReader(new References(environment), problems);
        reader.readProviders(sections.get("providers"));
        reader.readCapabilities(sections.get("capabilities"));
        reader.readModels(sections.get("models"));
        problems.throwIfAny();
        return new Routes(versionOf(bytes), reader.providers(), reader.routes(), reader.book());
    }

    private static Node parse(String yaml) throws InvalidRoutesException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(BYTES_MAX);
        options.setNestingDepthLimit(NESTING_MAX);
        try {
            Node root = new Yaml(options).compose(new StringReader(yaml));
            if (root == null) {
                throw unreadable("the file is empty; it needs 'providers'");
            }
            return root;
        } catch (MarkedYAMLException syntax) {
            // The exception's own message quotes the line, which may hold a secret that was pasted by mistake.
            Mark mark = syntax.getProblemMark();
            throw new InvalidRoutesException(List.of(new RoutesProblem(
                    "", mark.getLine() + 1, mark.getColumn() + 1, "not valid YAML: " + syntax.getProblem())));
        } catch (YAMLException failure) {
            throw unreadable("not valid YAML: " + failure.getMessage());
        }
    }

    private static InvalidRoutesException unreadable(String message) {
        return new InvalidRoutesException(List.of(new RoutesProblem("", 1, 1, message)));
    }

    private static String versionOf(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
