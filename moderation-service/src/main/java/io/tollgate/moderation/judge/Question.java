package io.tollgate.moderation.judge;

import io.tollgate.contracts.event.PolicyPublished.Stage;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a judge is asked.
 *
 * @param stage whether the texts were asked or answered
 * @param subjects what is suspected; possibly nothing that a judge knows
 * @param texts at least one; without what a judge's tokenizer could take for the end of the text
 */
record Question(Stage stage, List<String> subjects, List<String> texts) {

    /** With what the control tokens of chat models begin. A text that holds them could otherwise speak for the judge. */
    private static final Pattern CONTROL = Pattern.compile("<(?=\\||/?(?:start_of_turn|end_of_turn|bos|eos|s|think)>)");

    private static final Pattern LONE_SURROGATE =
            Pattern.compile("[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");

    Question {
        subjects = List.copyOf(subjects);
        texts = texts.stream().map(Question::harmless).collect(Collectors.toUnmodifiableList());
    }

    private static String harmless(String text) {
        // Half a character cannot be written in UTF-8.
        String whole = LONE_SURROGATE.matcher(text).replaceAll("\ufffd").replace('\0', ' ');
        return CONTROL.matcher(whole).replaceAll("< ");
    }

    /** All texts as one. */
    String text() {
        return String.join("\n\n", texts);
    }

    boolean isAnswer() {
        return stage == Stage.OUTPUT;
    }
}
