package io.tollgate.moderation.judge;

import io.tollgate.contracts.judge.JudgeAnswer.Opinion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Qwen3Guard-Gen. The server's chat template holds the instructions. The answer has a line {@code Safety:} with {@code Safe},
 * {@code Controversial} (a grade of its own) or {@code Unsafe}, and a line {@code Categories:}.
 */
record Qwen3GuardProtocol() implements JudgeProtocol {

    private static final int MAX_TOKENS = 64;

    /** By the model's names; those with nothing have no counterpart in a policy. */
    private static final Map<String, Set<String>> CATEGORIES = Map.of(
            "non-violent illegal acts", Set.of("illicit"),
            "violent", Set.of("violence"),
            "sexual content or sexual acts", Set.of("sexual"),
            "pii", Set.of("pii"),
            "suicide & self-harm", Set.of("self-harm"),
            "unethical acts", Set.of("hate", "harassment"),
            "politically sensitive topics", Set.of(),
            "copyright violation", Set.of(),
            "jailbreak", Set.of("injection"));

    private static final Pattern SAFETY = Pattern.compile(
            "\\bsafety[*_\\s]*[:：][*_\\s]*(safe|unsafe|controversial)(?![\\p{L}\\p{N}_-])", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMED =
            Pattern.compile("\\bcategor(?:y|ies)[*_\\s]*[:：](.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Override
    public List<Inquiry> inquiries(String model, Question question) {
        Inquiry inquiry = Inquiry.chat(model, MAX_TOKENS, Qwen3GuardProtocol::read);
        if (question.isAnswer()) {
            inquiry.say("user", "(not shown)").say("assistant", question.text());
        } else {
            inquiry.say("user", question.text());
        }
        return List.of(inquiry);
    }

    static Ruling read(String said) {
        Set<Opinion> opinions = new TreeSet<>();
        for (Matcher label = SAFETY.matcher(said); label.find(); ) {
            opinions.add(Opinion.valueOf(label.group(1).toUpperCase(Locale.ROOT)));
        }
        if (opinions.size() != 1) {
            throw Inquiry.unreadable("it has " + opinions.size() + " labels of safety");
        }
        Set<String> categories = new TreeSet<>();
        boolean named = named(said, categories);
        return switch (opinions.iterator().next()) {
            case SAFE -> {
                if (named) {
                    throw Inquiry.unreadable("it is safe and names a category");
                }
                yield Ruling.SAFE;
            }
            case CONTROVERSIAL -> new Ruling(Opinion.CONTROVERSIAL, categories);
            case UNSAFE -> Ruling.unsafe(named, categories);
        };
    }

    private static boolean named(String said, Set<String> categories) {
        Matcher line = NAMED.matcher(said);
        boolean named = false;
        if (line.find()) {
            // "Non-violent" holds "violent": what is found is taken out, the longest first.
            String rest = line.group(1).toLowerCase(Locale.ROOT);
            List<String> names = CATEGORIES.keySet().stream()
                    .sorted((one, other) -> other.length() - one.length())
                    .toList();
            for (String name : names) {
                if (rest.contains(name)) {
                    named = true;
                    categories.addAll(CATEGORIES.getOrDefault(name, Set.of()));
                    rest = rest.replace(name, "");
                }
            }
        }
        return named;
    }
}
