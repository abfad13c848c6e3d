package io.tollgate.moderation.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a judge of its settings. What is wrong with one judge is that judge's fault, not the process's. */
final class JudgeSetup {

    private static final String USUAL = "instructions.txt";
    private static final int INSTRUCTIONS_MAX = 64 * 1024;

    private JudgeSetup() {}

    static Judge of(String name, JudgeConfig.Settings settings, JudgeConfig config) {
        if (config.key().filter(key -> !key.isBlank()).isEmpty()) {
            return unfit(name, settings, config, "no key to ask it with: set TOLLGATE_JUDGE_KEY");
        }
        try {
            return judge(name, settings, config, protocol(settings), null);
        } catch (IOException unreadable) {
            return unfit(
                    name,
                    settings,
                    config,
                    "its instructions cannot be read: "
                            + settings.instructions().get());
        }
    }

    private static Judge unfit(String name, JudgeConfig.Settings settings, JudgeConfig config, String fault) {
        return judge(name, settings, config, null, fault);
    }

    private static Judge judge(
            String name,
            JudgeConfig.Settings settings,
            JudgeConfig config,
            @Nullable JudgeProtocol protocol,
            @Nullable String fault) {
        return new Judge(name, protocol, settings.model(), settings.budget().orElse(config.callBudget()), fault);
    }

    private static JudgeProtocol protocol(JudgeConfig.Settings settings) throws IOException {
        return switch (settings.kind()) {
            case OPENAI_MODERATION -> new OpenAiModerationProtocol();
            case LLAMA_GUARD_3 -> new LlamaGuardProtocol(false);
            case LLAMA_GUARD_4 -> new LlamaGuardProtocol(true);
            case SHIELDGEMMA -> new ShieldGemmaProtocol();
            case QWEN3GUARD -> new Qwen3GuardProtocol();
            case JSON_SCHEMA -> new SchemaProtocol(instructions(settings.instructions()));
        };
    }

    private static String instructions(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return usual();
        }
        String instructions = Files.readString(file.get(), StandardCharsets.UTF_8);
        if (instructions.isBlank() || instructions.length() > INSTRUCTIONS_MAX) {
            throw new IOException("1 to " + INSTRUCTIONS_MAX + " characters are needed");
        }
        return instructions;
    }

    private static String usual() {
        try (InputStream stream = JudgeSetup.class.getResourceAsStream(USUAL)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + USUAL + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("the resource " + USUAL + " cannot be read", failure);
        }
    }
}
