package io.tollgate.trainer.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups texts that share much of their wording, so that no text is judged by a model that has seen its twin. Two texts are
 * near-duplicates if they share {@value #SHARED} of the shorter one's shingles: triples of words, or of characters where words are not
 * separated. A shingle of more than {@value #COMMON} texts is a phrase, and says nothing.
 */
public final class NearDuplicates {

    static final double SHARED = 0.3;
    static final int COMMON = 50;
    private static final int SHINGLE = 3;
    private static final int IDEOGRAPHIC_SHINGLE = 6;

    private final int[] parents;

    private NearDuplicates(int size) {
        parents = new int[size];
        for (int i = 0; i < size; i++) {
            parents[i] = i;
        }
    }

    /** The group of each text: the index of its first one. */
    public static int[] groups(List<String> folded) {
        NearDuplicates groups = new NearDuplicates(folded.size());
        List<Set<Integer>> shingles =
                folded.stream().map(NearDuplicates::shingles).toList();
        Map<Integer, List<Integer>> textsByShingle = new HashMap<>();
        for (int text = 0; text < shingles.size(); text++) {
            for (int shingle : shingles.get(text)) {
                textsByShingle.computeIfAbsent(shingle, _ -> new ArrayList<>()).add(text);
            }
        }
        for (int text = 0; text < shingles.size(); text++) {
            groups.joinTwins(text, shingles, textsByShingle);
        }
        int[] roots = new int[folded.size()];
        for (int text = 0; text < roots.length; text++) {
            roots[text] = groups.root(text);
        }
        return roots;
    }

    private void joinTwins(int text, List<Set<Integer>> shingles, Map<Integer, List<Integer>> textsByShingle) {
        Map<Integer, Integer> sharedByText = new HashMap<>();
        for (int shingle : shingles.get(text)) {
            List<Integer> texts = textsByShingle.getOrDefault(shingle, List.of());
            if (texts.size() <= COMMON) {
                texts.stream()
                        .filter(other -> other > text)
                        .forEach(other -> sharedByText.merge(other, 1, Integer::sum));
            }
        }
        sharedByText.forEach((other, shared) -> {
            int shorter =
                    Math.min(shingles.get(text).size(), shingles.get(other).size());
            if (shared > SHARED * shorter) {
                join(text, other);
            }
        });
    }

    private void join(int one, int other) {
        int first = root(one);
        int second = root(other);
        parents[Math.max(first, second)] = Math.min(first, second);
    }

    private int root(int text) {
        int root = text;
        while (parents[root] != root) {
            root = parents[root];
        }
        return root;
    }

    private static Set<Integer> shingles(String folded) {
        boolean ideographic = folded.chars().anyMatch(Character::isIdeographic);
        Set<Integer> shingles = new HashSet<>();
        if (ideographic) {
            for (int i = 0; i + IDEOGRAPHIC_SHINGLE <= folded.length(); i++) {
                shingles.add(folded.substring(i, i + IDEOGRAPHIC_SHINGLE).hashCode());
            }
        } else {
            List<String> words = List.of(folded.split("[^\\p{L}\\p{N}]+"));
            for (int i = 0; i == 0 || i + SHINGLE <= words.size(); i++) {
                shingles.add(
                        words.subList(i, Math.min(i + SHINGLE, words.size())).hashCode());
            }
        }
        shingles.add(folded.hashCode());
        return shingles;
    }
}
