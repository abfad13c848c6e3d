package io.tollgate.trainer;

import io.tollgate.trainer.data.LabelledText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the weights are made of, and what they are not for. */
final class DataCard {

    /** A source as its publishers name it, and its licence. */
    private record Source(String title, String licence) {}

    private static final Map<String, Source> SOURCES = new TreeMap<>(Map.of(
            "toxic-spans",
            new Source("Civil Comments with toxic spans: comments on news sites", "CC0-1.0"),
            "convabuse",
            new Source("ConvAbuse: what people say to chat bots", "CC-BY-4.0"),
            "ailuminate",
            new Source("AILuminate demo prompts, MLCommons: requests by hazard", "CC-BY-4.0"),
            "openai-1680",
            new Source("OpenAI moderation evaluation set, one half", "MIT"),
            "rtp",
            new Source("RealToxicityPrompts, slices", "Apache-2.0"),
            "hh-benign",
            new Source("HH-RLHF: harmless answers of an assistant", "MIT"),
            "cold",
            new Source("COLD: Chinese offensive language, training part", "Apache-2.0"),
            Harmless.SOURCE,
            new Source("harmless texts with words of harmful ones, written for this project", "Apache-2.0"),
            "cold-dev",
            new Source("COLD, development part", "Apache-2.0")));

    private DataCard() {}

    static String of(List<LabelledText> texts, long seed, String checksums) {
        Map<String, Long> rows = texts.stream()
                .collect(Collectors.groupingBy(LabelledText::source, TreeMap::new, Collectors.counting()));
        StringBuilder card = new StringBuilder("""
                # Data card of the classifier's weights

                | source | what | licence | texts |
                |---|---|---|---:|
                """);
        rows.forEach((name, count) -> {
            Source source = SOURCES.getOrDefault(name, new Source("not known to this card", "not known"));
            card.append("| %s | %s | %s | %d |\n".formatted(name, source.title(), source.licence(), count));
        });
        return card.append("""

                        The weights are sums over hashed n-grams; no text can be read from them. Texts about minors were left out of all sources:
                        `sexual/minors` is told by rule alone, and no weight was ever fitted to such a text.

                        ## What each head was fitted to

                        - `hate`, `harassment`, `sexual`, `self-harm`, `violence` (English): the labels of `openai-1680`, helped by regressions over the
                          other English sources. Insults count as harassment there, threats as violence, attacks on identity as hate.
                        - `hate/threatening`, `harassment/threatening` (English): the sum of the two margins concerned, calibrated to texts that have both
                          labels. There are few of those, the fewest of harassment.
                        - `harassment` (Chinese): the offensive label of COLD, about race, region and gender.
                        - `illicit`, `illicit/violent`, `self-harm/intent`, `self-harm/instructions`, `violence/graphic`, and in Chinese everything but
                          harassment: **no labels, no head**. They are told by rule alone.

                        ## Not for

                        Languages other than English and Chinese; judging people; deciding alone where a mistake is costly. The sources are
                        American, British and mainland Chinese, mostly of 2015 to 2022, and carry their annotators' views: identity terms stand in
                        hateful texts more often than elsewhere, and weigh accordingly.

                        ## The same again

                        """)
                .append("`deploy/bench/trainer/train DATA-DIRECTORY` with seed ")
                .append(seed)
                .append(" writes, on x86-64 with JDK 25:\n\n```\n")
                .append(checksums)
                .append("```\n")
                .toString();
    }
}
