package io.tollgate.trainer;

import io.tollgate.moderation.engine.classify.Features;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.trainer.data.LabelledText;
import io.tollgate.trainer.data.NearDuplicates;
import io.tollgate.trainer.learn.SparseVector;
import io.tollgate.trainer.learn.Vectoriser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The texts of one language, as vectors, split into folds that no two near-duplicates are apart in. */
final class Corpus {

    static final int FOLDS = 5;

    private final List<LabelledText> texts;
    private final Vectoriser vectoriser;
    private final List<SparseVector> vectors;
    private final int[] folds;

    Corpus(List<LabelledText> texts, long seed) {
        this.texts = List.copyOf(texts);
        NormalisedText normalised = new NormalisedText();
        Features features = new Features();
        List<int[]> buckets = new ArrayList<>();
        List<String> folded = new ArrayList<>();
        for (LabelledText text : texts) {
            normalised.read(text.text());
            features.read(normalised.folded(), 0, normalised.folded().length());
            buckets.add(
                    IntStream.range(0, features.count()).map(features::bucket).toArray());
            folded.add(new String(
                    normalised.folded().characters(), 0, normalised.folded().length()));
        }
        vectoriser = new Vectoriser(buckets);
        vectors = buckets.stream().map(vectoriser::vector).toList();
        folds = IntStream.of(NearDuplicates.groups(folded))
                .map(group -> fold(group, seed))
                .toArray();
    }

    private static int fold(int group, long seed) {
        long mixed = (group + seed * 0x9E37_79B9L) * 0xBF58_476D_1CE4_E5B9L;
        mixed ^= mixed >>> 31;
        mixed *= 0x94D0_49BB_1331_11EBL;
        return Math.floorMod(mixed ^ (mixed >>> 29), FOLDS);
    }

    List<LabelledText> texts() {
        return texts;
    }

    LabelledText text(int row) {
        return texts.get(row);
    }

    SparseVector vector(int row) {
        return vectors.get(row);
    }

    int fold(int row) {
        return folds[row];
    }

    Vectoriser vectoriser() {
        return vectoriser;
    }

    /** The rows of the texts that fulfil a condition, in order. */
    List<Integer> rows(Predicate<LabelledText> condition) {
        return IntStream.range(0, texts.size())
                .filter(row -> condition.test(texts.get(row)))
                .boxed()
                .toList();
    }

    List<Integer> allRows() {
        return rows(text -> true);
    }
}
