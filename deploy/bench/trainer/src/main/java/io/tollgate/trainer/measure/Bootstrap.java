package io.tollgate.trainer.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Confidence intervals of 95 %: the texts are drawn again with replacement, positive and negative ones apart. */
public final class Bootstrap {

    private static final int SAMPLES = 1000;
    private static final long SEED = 20261122;
    private static final double TAIL = 0.025;

    /** The middle 95 % of a figure's values. */
    public record Interval(double low, double high) {}

    private Bootstrap() {}

    public static Interval interval(List<Scored> texts, ToDoubleFunction<Ranking> figure) {
        List<Scored> positives = texts.stream().filter(Scored::positive).toList();
        List<Scored> negatives = texts.stream().filter(text -> !text.positive()).toList();
        SplittableRandom random = new SplittableRandom(SEED);
        double[] values = new double[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            List<Scored> drawn = new ArrayList<>(texts.size());
            draw(positives, random, drawn);
            draw(negatives, random, drawn);
            values[sample] = figure.applyAsDouble(new Ranking(drawn));
        }
        Arrays.sort(values);
        return new Interval(values[(int) (SAMPLES * TAIL)], values[(int) (SAMPLES * (1 - TAIL)) - 1]);
    }

    private static void draw(List<Scored> from, SplittableRandom random, List<Scored> drawn) {
        for (int i = 0; i < from.size(); i++) {
            drawn.add(from.get(random.nextInt(from.size())));
        }
    }
}
