package io.tollgate.moderation.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes out a term with alternatives in parentheses: {@code (kill|hurt) you(|rself)} stands for four phrases. Parentheses nest.
 */
final class Alternatives {

    /** A term that stands for more phrases than this is refused: it would be a pattern, not a term. */
    static final int MAX_PHRASES = 600;

    private final String term;
    private int position;

    private Alternatives(String term) {
        this.term = term;
    }

    /** @throws IllegalArgumentException if the parentheses are not balanced, or it stands for too many phrases */
    static Set<String> of(String term) {
        Alternatives parser = new Alternatives(term);
        Set<String> phrases = new LinkedHashSet<>(parser.choice());
        if (parser.position < term.length()) {
            throw new IllegalArgumentException("')' without '(' in '" + term + "'");
        }
        return phrases;
    }

    private List<String> choice() {
        List<String> phrases = new ArrayList<>(sequence());
        while (position < term.length() && term.charAt(position) == '|') {
            position++;
            phrases.addAll(sequence());
            requireFew(phrases.size());
        }
        return phrases;
    }

    private List<String> sequence() {
        List<String> phrases = List.of("");
        int literalStart = position;
        while (position < term.length() && term.charAt(position) != '|' && term.charAt(position) != ')') {
            if (term.charAt(position) == '(') {
                phrases = product(phrases, List.of(term.substring(literalStart, position)));
                position++;
                phrases = product(phrases, choice());
                if (position == term.length()) {
                    throw new IllegalArgumentException("'(' without ')' in '" + term + "'");
                }
                literalStart = position + 1;
            }
            position++;
        }
        return product(phrases, List.of(term.substring(literalStart, position)));
    }

    private List<String> product(List<String> heads, List<String> tails) {
        requireFew((long) heads.size() * tails.size());
        List<String> phrases = new ArrayList<>(heads.size() * tails.size());
        for (String head : heads) {
            for (String tail : tails) {
                phrases.add(head + tail);
            }
        }
        return phrases;
    }

    private void requireFew(long phrases) {
        if (phrases > MAX_PHRASES) {
            throw new IllegalArgumentException(
                    "'" + term + "' stands for more than " + MAX_PHRASES + " phrases; write it as several entries");
        }
    }
}
