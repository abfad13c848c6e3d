package io.tollgate.moderation.engine.classify;

import io.tollgate.moderation.engine.text.View;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Tells for each of its heads how probable it is that the head's category applies to a text. A text longer than a window is read
 * window by window, and its probability is that of its worst window. Immutable and thread-safe.
 */
public final class Classifier {

    /** Characters that are judged together. */
    static final int WINDOW = 2_000;

    /** A window ends at the end of a word, unless the word began further back than this. */
    private static final int LONGEST_WORD = 64;

    /** A single ideograph in an English text is a name or a decoration. */
    private static final int MIN_IDEOGRAPHS = 2;

    private static final List<String> BUNDLED = List.of("en", "zh");
    private static final String IDEOGRAPHIC = "zh";

    private final List<LinearModel> models;
    private final List<Head> heads;

    public Classifier(List<LinearModel> models) {
        this.models = List.copyOf(models);
        heads = models.stream().flatMap(model -> model.heads().stream()).toList();
    }

    /**
     * Reads the bundled models; takes some ten milliseconds.
     *
     * @throws IllegalStateException if one is missing or broken, which only a broken package can bring about
     */
    public static Classifier load() {
        return new Classifier(BUNDLED.stream().map(Classifier::bundled).toList());
    }

    /** The heads of all models, in the order of the probabilities. */
    public List<Head> heads() {
        return heads;
    }

    public List<LinearModel> models() {
        return models;
    }

    /** What one thread needs to classify, reused from text to text. */
    public final class Scratch {

        private final Features features = new Features();
        private final double[] margins = new double[LinearModel.MAX_HEADS];
        private final int[] sums = new int[LinearModel.MAX_HEADS + 1];
        private final double[] probabilities = new double[heads.size()];

        /** The probability, 0 to 1, that {@link #heads()}'s head of this index applies to the text classified last. */
        public double probability(int head) {
            return probabilities[head];
        }
    }

    public Scratch scratch() {
        return new Scratch();
    }

    /** Leaves the probabilities of a text in the scratch; in time linear in the text, and without allocating. */
    public void classify(View text, Scratch scratch) {
        Arrays.fill(scratch.probabilities, 0);
        int start = 0;
        while (start < text.length()) {
            int end = endOfWindow(text, start);
            scratch.features.read(text, start, end);
            int first = 0;
            for (int i = 0; i < models.size(); i++) {
                LinearModel model = models.get(i);
                if (speaks(model, scratch.features) && model.margins(scratch.features, scratch.margins, scratch.sums)) {
                    raise(model, first, scratch);
                }
                first += model.heads().size();
            }
            start = end;
        }
    }

    private static void raise(LinearModel model, int first, Scratch scratch) {
        List<Head> heads = model.heads();
        for (int i = 0; i < heads.size(); i++) {
            double probability = heads.get(i).probability(scratch.margins[i]);
            scratch.probabilities[first + i] = Math.max(scratch.probabilities[first + i], probability);
        }
    }

    private static boolean speaks(LinearModel model, Features features) {
        return !IDEOGRAPHIC.equals(model.language()) || features.ideographs() >= MIN_IDEOGRAPHS;
    }

    private static int endOfWindow(View text, int start) {
        int limit = start + WINDOW;
        if (limit >= text.length()) {
            return text.length();
        }
        for (int end = limit; end > limit - LONGEST_WORD; end--) {
            if (Glyph.of(text.characters()[end]) == Glyph.SEPARATOR) {
                return end;
            }
        }
        return limit;
    }

    private static LinearModel bundled(String language) {
        String name = language + ".model";
        try (InputStream stream = Classifier.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the model " + name + " is not in the package; build it again");
            }
            return LinearModel.read(new DataInputStream(new BufferedInputStream(stream)));
        } catch (IOException failure) {
            throw new IllegalStateException("the model " + name + " cannot be read: " + failure.getMessage(), failure);
        }
    }
}
