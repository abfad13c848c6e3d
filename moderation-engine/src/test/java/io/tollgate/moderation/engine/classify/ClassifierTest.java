package io.tollgate.moderation.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.sun.management.ThreadMXBean;
import io.tollgate.moderation.engine.text.NormalisedText;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {

    private static final Classifier CLASSIFIER = Classifier.load();

    private final NormalisedText text = new NormalisedText();
    private final Classifier.Scratch scratch = CLASSIFIER.scratch();

    @Test
    void shouldTellHarmfulTextFromHarmless() {
        // When
        Map<String, Double> harmless = probabilities("The meeting is on Tuesday, please bring the quarterly figures.");
        Map<String, Double> sexual =
                probabilities("She moaned as he slid his cock into her wet pussy and came inside her");
        Map<String, Double> hate =
                probabilities("All muslims are vermin and should be wiped out, every single one of them");
        Map<String, Double> offensive = probabilities("你们这些河南人全是骗子小偷，垃圾，滚出去");

        // Then
        assertThat(harmless.values())
                .allSatisfy(probability -> assertThat(probability).isLessThan(0.1));
        assertThat(sexual.get("sexual")).isGreaterThan(0.5);
        assertThat(hate.get("hate")).isGreaterThan(0.5);
        assertThat(offensive.get("harassment")).isGreaterThan(0.5);
    }

    @Test
    void shouldAllocateNothingOnceWarm() {
        // Given
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        text.read("I will find you, 你这个废物, and then we shall see. ".repeat(60));
        for (int i = 0; i < 2_000; i++) {
            CLASSIFIER.classify(text.folded(), scratch);
        }

        // When
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 2_000; i++) {
            CLASSIFIER.classify(text.folded(), scratch);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // Then: asking for the figure costs some bytes itself, far fewer than one per text
        assertThat(allocated).isLessThan(2_000);
    }

    @Test
    void shouldNotBeWornDownByLengthOrRepetition() {
        // Given
        String harmful = "I am going to rape and kill you, you worthless whore. ";
        String harmless = "The train to the coast leaves at nine and arrives before noon, if the weather holds. ";

        // When
        double alone = worst(harmful);
        double repeated = worst(harmful.repeat(10));
        double buried = worst(harmless.repeat(100) + harmful.repeat(80) + harmless.repeat(100));

        // Then
        assertThat(repeated).isCloseTo(alone, offset(0.05));
        assertThat(buried).isGreaterThan(0.5 * alone);
    }

    @Test
    void shouldNotCarryAnythingFromTextToText() {
        // Given
        Map<String, Double> before = probabilities("Good morning, how are you?");

        // When
        probabilities("kill all the faggots ".repeat(300));
        Map<String, Double> after = probabilities("Good morning, how are you?");

        // Then
        assertThat(after).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\uD800", "\uDC00", " ", "\uFFFF", "。", "'", "0"})
    void shouldHaveNothingToSayOfTextWithoutWords(String nothing) {
        // When
        Map<String, Double> probabilities = probabilities(nothing);

        // Then
        assertThat(probabilities.values())
                .allSatisfy(probability -> assertThat(probability).isBetween(0.0, 0.2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a ", "\0", "操", "操 ", "'", "😀", "\uD800", "x9"})
    void shouldTakeMegabyteOfAnything(String unit) {
        // Given
        String flood = unit.repeat(1_000_000 / unit.length());

        // When
        Map<String, Double> probabilities = probabilities(flood);

        // Then
        assertThat(probabilities.values())
                .allSatisfy(probability -> assertThat(probability).isBetween(0.0, 1.0));
    }

    private double worst(String of) {
        return probabilities(of).values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }

    /** By the name of the head; the higher one of two models. */
    private Map<String, Double> probabilities(String of) {
        text.read(of);
        CLASSIFIER.classify(text.folded(), scratch);
        Map<String, Double> probabilities = new HashMap<>();
        for (int i = 0; i < CLASSIFIER.heads().size(); i++) {
            probabilities.merge(CLASSIFIER.heads().get(i).name(), scratch.probability(i), Math::max);
        }
        return probabilities;
    }
}
