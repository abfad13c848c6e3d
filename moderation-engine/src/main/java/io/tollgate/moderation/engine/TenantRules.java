package io.tollgate.moderation.engine;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tollgate.moderation.engine.LexiconContext.Position;
import io.tollgate.moderation.engine.Subject.Mark;
import io.tollgate.moderation.engine.TenantRule.Expression;
import io.tollgate.moderation.engine.TenantRule.Terms;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.ViewKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A tenant's own rules, ready for use: compiled once when they are saved, and checked against harmless texts, so that no rule is
 * let in that would stop everything. Immutable and thread-safe; {@link ModerationEngine#assess(CharSequence, TenantRules)}.
 */
public final class TenantRules {

    /** All rules together have no more terms than this. */
    public static final int MAX_TERMS = 10_000;

    public static final int MAX_TERM_LENGTH = 200;
    /** No more terms end at one and the same place: each of them is a match there, and matches take memory. */
    public static final int MAX_AT_ONCE = 32;

    public static final int MAX_PATTERNS = 100;
    public static final int MAX_PATTERN_LENGTH = 1_000;
    public static final int MAX_ID_LENGTH = 100;

    /** How long a match of an expression can be to be held back from a stream. */
    public static final int EXPRESSION_REACH = 128;

    /** No rules at all. */
    public static final TenantRules NONE = new TenantRules(List.of(), List.of());

    private final LexiconDetector terms;
    private final boolean hasTerms;
    private final List<CompiledExpression> expressions;

    private TenantRules(List<LexiconEntry> entries, List<CompiledExpression> expressions) {
        hasTerms = !entries.isEmpty();
        terms = LexiconDetector.of(entries);
        this.expressions = List.copyOf(expressions);
    }

    /**
     * Takes some milliseconds for a thousand terms.
     *
     * @throws InvalidRuleException if a rule is malformed, too large, or so common that it would match harmless texts in earnest
     */
    public static TenantRules compile(List<? extends TenantRule> rules) {
        Set<String> ids = new HashSet<>();
        int termCount = 0;
        List<LexiconEntry> entries = new ArrayList<>();
        List<CompiledExpression> expressions = new ArrayList<>();
        for (TenantRule rule : rules) {
            if (!ids.add(rule.id())) {
                throw new InvalidRuleException(rule.id(), "there is another rule with this id");
            }
            switch (rule) {
                case Terms list -> {
                    termCount += list.terms().size();
                    if (termCount > MAX_TERMS) {
                        throw new InvalidRuleException(rule.id(), "more than " + MAX_TERMS + " terms in all rules");
                    }
                    entries.add(entry(list));
                }
                case Expression expression -> {
                    if (expressions.size() == MAX_PATTERNS) {
                        throw new InvalidRuleException(rule.id(), "more than " + MAX_PATTERNS + " expressions");
                    }
                    expressions.add(compiled(expression));
                }
            }
        }
        TenantRules compiled = new TenantRules(entries, expressions);
        compiled.terms.ruleOfMoreAtOnce(MAX_AT_ONCE).ifPresent(rule -> {
            throw new InvalidRuleException(
                    rule,
                    "more than " + MAX_AT_ONCE + " terms end in each other; the shortest of them finds what all find");
        });
        return compiled;
    }

    /** Whether there is nothing to look for. */
    public boolean isEmpty() {
        return !hasTerms && expressions.isEmpty();
    }

    List<RuleFinding> find(Scratch scratch) {
        List<RuleFinding> found = new ArrayList<>();
        if (hasTerms) {
            found.addAll(Scoring.rules(terms.find(scratch)));
        }
        for (CompiledExpression expression : expressions) {
            expression.find(scratch.text(), found);
        }
        return found;
    }

    /** What an expression matches in a text that goes on is found if it is no longer than {@value #EXPRESSION_REACH} characters. */
    OpenAssessment findInOpenText(Scratch scratch) {
        int length = scratch.text().length();
        OpenText open = hasTerms
                ? terms.findInOpenText(scratch, SubjectSet.ALL)
                : new OpenText(List.of(), List.of(), length, length);
        List<Sighting> sightings = withExpressions(open.findings(), scratch);
        int openFrom =
                expressions.isEmpty() ? open.open() : Math.min(open.open(), Math.max(0, length - EXPRESSION_REACH));
        return new OpenAssessment(sightings, ModerationEngine.sightings(open.excused()), openFrom, openFrom);
    }

    /** What counts in a text that has ended, as it is written. */
    List<Sighting> findInEnd(Scratch scratch) {
        return withExpressions(hasTerms ? terms.findAsWritten(scratch) : List.of(), scratch);
    }

    private List<Sighting> withExpressions(List<TermFinding> findings, Scratch scratch) {
        List<Sighting> sightings = new ArrayList<>(ModerationEngine.sightings(findings));
        List<RuleFinding> matched = new ArrayList<>();
        for (CompiledExpression expression : expressions) {
            expression.find(scratch.text(), matched);
        }
        matched.forEach(match -> sightings.add(new Sighting(match, 1, match.start(), match.end())));
        return sightings;
    }

    private static LexiconEntry entry(Terms rule) {
        if (rule.terms().isEmpty()) {
            throw new InvalidRuleException(rule.id(), "it has no terms");
        }
        Set<String> folded = new LinkedHashSet<>();
        for (String term : rule.terms()) {
            if (term.length() > MAX_TERM_LENGTH) {
                throw new InvalidRuleException(rule.id(), "a term has more than " + MAX_TERM_LENGTH + " characters");
            }
            String text = NormalisedText.fold(term).strip();
            if (text.isEmpty()) {
                throw new InvalidRuleException(rule.id(), "a term is empty, or made of invisible characters only");
            }
            folded.add(text);
        }
        HarmlessTexts.requireRareTerms(rule.id(), folded, rule.wholeWord());
        Set<LexiconContext> allowed = rule.allowed().stream()
                .map(phrase -> new LexiconContext(Position.AROUND, NormalisedText.fold(phrase)))
                .collect(Collectors.toUnmodifiableSet());
        // Two syllables say too little, and what three say was not tried on harmless texts: rules are read, not heard.
        Set<ViewKind> views = EnumSet.complementOf(EnumSet.of(ViewKind.SOUND, ViewKind.REVERSED));
        try {
            return new LexiconEntry(rule.id(), Mark.RULE, 0, views, false, rule.wholeWord(), Set.of(), folded, allowed);
        } catch (IllegalArgumentException invalid) {
            throw new InvalidRuleException(rule.id(), String.valueOf(invalid.getMessage()));
        }
    }

    private static CompiledExpression compiled(Expression rule) {
        String source = rule.regularExpression();
        if (source.length() > MAX_PATTERN_LENGTH) {
            throw new InvalidRuleException(
                    rule.id(), "the expression has more than " + MAX_PATTERN_LENGTH + " characters");
        }
        if (Repetitions.product(source) > Repetitions.MAX_PRODUCT) {
            throw new InvalidRuleException(
                    rule.id(), "its counted repetitions multiply to more than " + Repetitions.MAX_PRODUCT);
        }
        try {
            Pattern pattern = Pattern.compile(source, Pattern.CASE_INSENSITIVE);
            if (pattern.matcher("").find()) {
                throw new InvalidRuleException(rule.id(), "it matches the empty text, and so every text");
            }
            HarmlessTexts.requireRare(rule.id(), text -> pattern.matcher(text).find());
            return new CompiledExpression(rule.id(), pattern);
        } catch (PatternSyntaxException malformed) {
            throw new InvalidRuleException(rule.id(), "no regular expression of RE2: " + malformed.getDescription());
        }
    }
}
