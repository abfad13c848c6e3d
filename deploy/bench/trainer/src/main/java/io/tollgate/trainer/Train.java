package io.tollgate.trainer;

import io.tollgate.moderation.engine.classify.LinearModel;
import io.tollgate.trainer.data.LabelledText;
import io.tollgate.trainer.data.LabelledTexts;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Trains the models, measures them, and writes them with their data card and the report. The same texts and seed give the same bytes.
 */
public final class Train {

    private static final String USAGE =
            "usage: train --data DIRECTORY --models DIRECTORY --report FILE [--seed NUMBER]";
    private static final String TEXTS = "train.tsv.gz";
    private static final long DEFAULT_SEED = 20261122;

    private Train() {}

    public static void main(String[] arguments) throws IOException {
        Options options = Options.parse(arguments, USAGE, List.of("data", "models", "report", "seed"));
        Path models = options.path("models");
        long seed = options.number("seed", DEFAULT_SEED);
        List<LabelledText> texts =
                new ArrayList<>(LabelledTexts.read(options.path("data").resolve(TEXTS)));
        texts.addAll(Harmless.texts("en"));
        texts.addAll(Harmless.texts("zh"));
        List<Language> languages = List.of(EnglishTraining.train(texts, seed), ChineseTraining.train(texts, seed));
        Files.createDirectories(models);
        StringBuilder checksums = new StringBuilder();
        for (Language language : languages) {
            byte[] bytes = bytes(language.model());
            String name = language.model().language() + ".model";
            Files.write(models.resolve(name), bytes);
            checksums.append(checksum(bytes)).append("  ").append(name).append('\n');
        }
        Files.writeString(models.resolve("SHA256SUMS"), checksums);
        Files.writeString(models.resolve("DATA-CARD.md"), DataCard.of(texts, seed, checksums.toString()));
        Files.writeString(options.path("report"), Report.of(languages, seed));
        System.out.print(checksums);
    }

    static byte[] bytes(LinearModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    static String checksum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
