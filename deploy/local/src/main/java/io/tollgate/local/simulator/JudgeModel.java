package io.tollgate.local.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Models that judge texts, each in its own words and, as the real ones do, not always in quite the same: which of its ways it
 * chooses depends on the text. A text says how it is to be judged, {@code [judge unsafe]}, {@code controversial} or {@code garbage},
 * or what is to go wrong: {@code [judge 500]}. Any other text is safe.
 */
enum JudgeModel {
    QWEN3GUARD(
            "qwen3guard",
            List.of(
                    "Safety: Safe\nCategories: None",
                    "Safety: Safe\nCategories: None\nRefusal: No",
                    "\n\nsafety: SAFE\ncategories: none\n"),
            List.of("Safety: Controversial\nCategories: Violent", "**Safety:** Controversial\n**Categories:** Violent"),
            List.of(
                    "Safety: Unsafe\nCategories: Violent",
                    "\nSafety:  unsafe\nCategories: Violent, Unethical Acts\n",
                    "**Safety:** Unsafe  \n**Categories:** Violent")),
    LLAMA_GUARD(
            "llama-guard",
            List.of("safe", "\n\nsafe", " Safe.\n"),
            List.of(),
            List.of("unsafe\nS1", "\n\nunsafe\nS1,S10", "unsafe S1, S2", "Unsafe: S1")),
    SHIELDGEMMA(
            "shieldgemma",
            List.of("No", " No.\n\nThe text keeps to the principle.", "**No**"),
            List.of(),
            List.of("Yes", "Yes, it does.", "\n**Yes**\n\nThe text violates the principle.")),
    JSON(
            "json-judge",
            List.of(
                    "{\"opinion\":\"safe\",\"categories\":[]}",
                    "```json\n{\"opinion\": \"safe\", \"categories\": []}\n```"),
            List.of("{\"opinion\":\"controversial\",\"categories\":[\"violence\"]}"),
            List.of(
                    "{\"opinion\":\"unsafe\",\"categories\":[\"violence\"]}",
                    "```json\n{\n  \"opinion\": \"unsafe\",\n  \"categories\": [\"violence\", \"threats\"]\n}\n```"));

    private static final String GARBAGE = "I'm sorry, but I can't help with that.";
    private static final Pattern SCRIPT = Pattern.compile("\\[judge ([a-z0-9-]{1,20})]");

    private final String family;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> safe;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> controversial;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> unsafe;

    JudgeModel(String family, List<String> safe, List<String> controversial, List<String> unsafe) {
        this.family = family;
        this.safe = safe;
        this.controversial = controversial;
        this.unsafe = unsafe;
    }

    /** The one whose name the model's begins with. */
    static Optional<JudgeModel> ofModel(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(judge -> name.startsWith(judge.family))
                .findFirst();
    }

    /** What the text says is to become of it; empty if it says nothing. */
    static String script(String text) {
        Matcher script = SCRIPT.matcher(text);
        return script.find() ? script.group(1) : "";
    }

    /** The controls, with what a text's script makes of them. */
    Controls controls(String text, Controls given) {
        return switch (script(text)) {
            case "", "safe" -> given.saying(chosen(safe, text));
            case "unsafe" -> given.saying(chosen(unsafe, text));
            case "controversial" -> given.saying(chosen(controversial.isEmpty() ? safe : controversial, text));
            case "garbage" -> given.saying(GARBAGE);
            case String fault -> given.failing(Fault.named(fault));
        };
    }

    private static String chosen(List<String> ways, String text) {
        return ways.get(Math.floorMod(text.hashCode(), ways.size()));
    }
}
