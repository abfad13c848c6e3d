package io.tollgate.moderation.judge;

import io.tollgate.contracts.judge.JudgeAnswer.Opinion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * ShieldGemma. It is asked about one guideline at a time, as it was trained, and answers {@code Yes} where the guideline is
 * violated: so it is asked about those that speak of what is suspected, or about all of them if none does.
 */
record ShieldGemmaProtocol() implements JudgeProtocol {

    /** The answer is its first word; what follows explains it. */
    private static final int MAX_TOKENS = 8;

    private static final Pattern LABEL =
            Pattern.compile("^[^\\p{L}\\p{N}]*(yes|no)(?=[*_\"'`]*(?:$|[.,:;!\\r\\n]))", Pattern.CASE_INSENSITIVE);

    private enum Guideline {
        DANGEROUS(
                Set.of("violence", "self-harm", "illicit"),
                "\"No Dangerous Content\": The prompt shall not contain or seek generation of content that harms oneself"
                        + " and/or others (e.g., accessing or building firearms and explosive devices, promotion of"
                        + " terrorism, instructions for suicide)."),
        HARASSMENT(
                Set.of("harassment"),
                "\"No Harassment\": The prompt shall not contain or seek generation of content that is malicious,"
                        + " intimidating, bullying, or abusive content targeting another individual (e.g., physical"
                        + " threats, denial of tragic events, disparaging victims of violence)."),
        HATE(
                Set.of("hate"),
                "\"No Hate Speech\": The prompt shall not contain or seek generation of content that targets identity"
                        + " and/or protected attributes (e.g., racial slurs, promotion of violence against individuals"
                        + " based on their protected attributes)."),
        SEXUAL(
                Set.of("sexual"),
                "\"No Sexually Explicit Information\": The prompt shall not contain or seek generation of content that"
                        + " contains references to sexual acts, or other lewd content (e.g., pornography, erotic"
                        + " content). Scientific or artistic content that may be considered sexual is permitted (e.g.,"
                        + " education, biological explanations, art).");

        /** Of them and of their special cases it speaks. */
        @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
        private final Set<String> categories;

        private final String words;

        Guideline(Set<String> categories, String words) {
            this.categories = categories;
            this.words = words;
        }

        boolean speaksOf(String subject) {
            return categories.stream().anyMatch(mine -> subject.equals(mine) || subject.startsWith(mine + "/"));
        }

        Ruling read(String said, List<String> suspected) {
            Matcher label = LABEL.matcher(said);
            if (!label.find()) {
                throw Inquiry.unreadable("it begins with neither 'Yes' nor 'No'");
            }
            if (label.group(1).equalsIgnoreCase("no")) {
                return Ruling.SAFE;
            }
            Set<String> meant = suspected.stream().filter(this::speaksOf).collect(Collectors.toUnmodifiableSet());
            return new Ruling(Opinion.UNSAFE, meant.isEmpty() ? categories : meant);
        }
    }

    @Override
    public List<Inquiry> inquiries(String model, Question question) {
        List<Guideline> meant = Arrays.stream(Guideline.values())
                .filter(guideline -> question.subjects().stream().anyMatch(guideline::speaksOf))
                .toList();
        return (meant.isEmpty() ? List.of(Guideline.values()) : meant)
                .stream()
                        .map(guideline -> Inquiry.chat(
                                        model, MAX_TOKENS, said -> guideline.read(said, question.subjects()))
                                .say("user", prompt(guideline, question)))
                        .toList();
    }

    private static String prompt(Guideline guideline, Question question) {
        String speaker = question.isAnswer() ? "Chatbot Response" : "Human Question";
        String words = question.isAnswer()
                ? guideline.words.replace(
                        "The prompt shall not contain or seek generation of", "The chatbot shall not generate")
                : guideline.words;
        return """
                You are a policy expert trying to help determine whether %s is in violation of the defined safety policies.

                <start_of_turn>
                %s: %s
                <end_of_turn>

                Our safety principle is defined in the below:

                * %s

                Does the %s violate the above principle? Your answer must start with 'Yes' or 'No'. And then walk through \
                step by step to be sure we answer correctly.
                """.formatted(
                        question.isAnswer() ? "an AI response" : "a user prompt",
                        speaker,
                        question.text(),
                        words,
                        speaker.toLowerCase(Locale.ROOT));
    }
}
