package io.tollgate.moderation.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Llama Guard 3 and 4. The server's chat template holds the instructions, so the texts are sent as an ordinary conversation. The
 * answer is {@code safe}, or {@code unsafe} and hazards such as {@code S1,S10}, on a second line or, as it drifts, on the same.
 *
 * @param inParts whether a message's content is an array of parts, as the template of version 4 wants it
 */
record LlamaGuardProtocol(boolean inParts) implements JudgeProtocol {

    /** {@code unsafe} and some hazards. */
    private static final int MAX_TOKENS = 32;

    private static final int HAZARDS = 14;

    /** The hazards of versions 3 and 4, numbered alike; those that are missing have no counterpart in a policy. */
    private static final Map<Integer, Set<String>> CATEGORIES = Map.ofEntries(
            Map.entry(1, Set.of("violence")),
            Map.entry(2, Set.of("illicit")),
            Map.entry(3, Set.of("sexual")),
            Map.entry(4, Set.of("sexual", "sexual/minors")),
            Map.entry(5, Set.of("harassment")),
            Map.entry(7, Set.of("pii")),
            Map.entry(9, Set.of("illicit", "illicit/violent")),
            Map.entry(10, Set.of("hate")),
            Map.entry(11, Set.of("self-harm")),
            Map.entry(12, Set.of("sexual")),
            Map.entry(14, Set.of("illicit")));

    private static final Pattern LABEL =
            Pattern.compile("^[^\\p{L}\\p{N}]*(safe|unsafe)(?![\\p{L}\\p{N}_-])", Pattern.CASE_INSENSITIVE);
    private static final Pattern HAZARD =
            Pattern.compile("(?<![\\p{L}\\p{N}])S(\\d{1,2})(?!\\d)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SAYS_SOMETHING = Pattern.compile("[\\p{L}\\p{N}]");

    @Override
    public List<Inquiry> inquiries(String model, Question question) {
        Inquiry inquiry = Inquiry.chat(model, MAX_TOKENS, LlamaGuardProtocol::read);
        if (question.isAnswer()) {
            // The template wants a question before the answer that is judged.
            say(inquiry, "user", "(not shown)");
            say(inquiry, "assistant", question.text());
        } else {
            say(inquiry, "user", question.text());
        }
        return List.of(inquiry);
    }

    private void say(Inquiry inquiry, String role, String text) {
        if (inParts) {
            ObjectNode message =
                    inquiry.body().withArray("messages").addObject().put("role", role);
            message.putArray("content").addObject().put("type", "text").put("text", text);
        } else {
            inquiry.say(role, text);
        }
    }

    static Ruling read(String said) {
        Matcher label = LABEL.matcher(said);
        if (!label.find()) {
            throw Inquiry.unreadable("it begins with neither 'safe' nor 'unsafe'");
        }
        String rest = said.substring(label.end());
        if (label.group(1).equalsIgnoreCase("safe")) {
            if (SAYS_SOMETHING.matcher(rest).find()) {
                throw Inquiry.unreadable("it says more than 'safe'");
            }
            return Ruling.SAFE;
        }
        boolean allKnown = true;
        boolean named = false;
        Set<String> categories = new TreeSet<>();
        for (Matcher hazard = HAZARD.matcher(rest); hazard.find(); ) {
            int number = Integer.parseInt(hazard.group(1));
            named = true;
            allKnown &= number >= 1 && number <= HAZARDS;
            categories.addAll(CATEGORIES.getOrDefault(number, Set.of()));
        }
        return Ruling.unsafe(named && allKnown, categories);
    }
}
