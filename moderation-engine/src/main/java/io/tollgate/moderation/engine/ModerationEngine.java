package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.classify.Classifier;
import io.tollgate.moderation.engine.sensitive.OpenEnd;
import io.tollgate.moderation.engine.sensitive.SensitiveDetector;
import io.tollgate.moderation.engine.sensitive.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text guard. Immutable and thread-safe; after loading it does no I/O and takes no lock, so it may run on an event loop as long
 * as the texts are short: a few microseconds per hundred characters.
 */
public final class ModerationEngine {

    private static final String ENGINE_VERSION = "engine@1";
    private static final List<String> BUNDLED_PACKS = List.of("en-core", "zh-core", "injection-core");

    /** What a thread keeps between texts: a text longer than this is examined with buffers of its own, which are dropped. */
    private static final int MAX_KEPT_CHARACTERS = 16_384;

    private final String version;
    private final LexiconDetector lexicon;
    private final SensitiveDetector sensitive = new SensitiveDetector();
    private final ThreadLocal<Scratch> kept = ThreadLocal.withInitial(Scratch::new);
    private final Judgement judgement;
    private final ThreadLocal<Classifier.Scratch> keptOfJudgement;

    /** An engine that knows its packs' terms alone. */
    ModerationEngine(List<LexiconPack> packs) {
        this(packs, new Classifier(List.of()));
    }

    ModerationEngine(List<LexiconPack> packs, Classifier classifier) {
        version = Stream.concat(Stream.of(ENGINE_VERSION), packs.stream().map(pack -> pack.id() + "@" + pack.version()))
                        .collect(Collectors.joining("+"))
                + classifier.models().stream()
                        .map(model -> "+" + model.language() + "-model@" + model.version())
                        .collect(Collectors.joining());
        judgement = new Judgement(classifier);
        keptOfJudgement = ThreadLocal.withInitial(classifier::scratch);
        lexicon = LexiconDetector.of(
                packs.stream().flatMap(pack -> pack.entries().stream()).toList());
    }

    /**
     * Reads the bundled packs and builds the engine; takes some hundred milliseconds.
     *
     * @throws InvalidPackException if a pack is missing or wrong
     */
    public static ModerationEngine load() {
        return load(List.of());
    }

    /**
     * The same with packs that are not bundled: those of other topics, such as politics, are an operator's own.
     *
     * @throws InvalidPackException if a pack is missing or wrong, or two have the same name
     */
    public static ModerationEngine load(List<PackSource> additional) {
        List<LexiconPack> packs = Stream.concat(
                        BUNDLED_PACKS.stream().map(PackReader::bundled),
                        additional.stream().map(PackReader::read))
                .toList();
        Set<String> ids = new HashSet<>();
        for (LexiconPack pack : packs) {
            if (!ids.add(pack.id())) {
                throw new InvalidPackException(pack.id(), 0, "there is another pack with this name");
            }
        }
        return new ModerationEngine(packs, Classifier.load());
    }

    /** Versions of the engine and of its packs, e.g. {@code engine@1+en-core@2026.11.1}: the same version finds the same things. */
    public String version() {
        return version;
    }

    /**
     * Examines a part of a text that goes on. Offsets count from {@code start}. To see all that the whole text holds, the part must
     * begin {@link #lookBehind()} characters before the first one that may still count.
     *
     * @param forSensitive whether personal data and secrets are looked for, which keeps more of the text open
     * @param altering for the sake of which terms the text is held back
     * @param tenantRules a tenant's own rules; expressions keep more of the text open too
     */
    public OpenAssessment assessOpen(
            CharSequence text, int start, int end, boolean forSensitive, SubjectSet altering, TenantRules tenantRules) {
        // Half a character may become one that belongs to a term: it is read when it is whole.
        int complete = end > start && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
        Scratch scratch = end - start <= MAX_KEPT_CHARACTERS ? kept.get() : new Scratch();
        scratch.text().read(text, start, complete);
        OpenText open = lexicon.findInOpenText(scratch, altering);
        OpenAssessment ofTerms =
                new OpenAssessment(sightings(open.findings()), sightings(open.excused()), open.open(), open.held());
        if (!forSensitive && tenantRules.isEmpty()) {
            return ofTerms;
        }
        List<Sighting> sightings = new ArrayList<>(ofTerms.sightings());
        List<Sighting> excused = new ArrayList<>(ofTerms.excused());
        // What else is looked for is not told apart by what follows from it: all of it holds the text back.
        int heldFrom = scratch.text().length();
        if (!tenantRules.isEmpty()) {
            OpenAssessment ofRules = tenantRules.findInOpenText(scratch);
            sightings.addAll(ofRules.sightings());
            excused.addAll(ofRules.excused());
            heldFrom = Math.min(heldFrom, ofRules.open());
        }
        if (forSensitive) {
            sensitive(scratch).forEach(data -> sightings.add(new Sighting(data, 1, data.start(), data.end())));
            heldFrom = Math.min(heldFrom, OpenEnd.of(scratch.text()));
        }
        return new OpenAssessment(
                sightings, excused, Math.min(heldFrom, ofTerms.open()), Math.min(heldFrom, ofTerms.held()));
    }

    /**
     * The same of the end of a text that went on, or of the whole of it: nothing follows, so nothing is open.
     *
     * @param forSensitive whether personal data and secrets are looked for
     * @param tenantRules a tenant's own rules
     * @return what counts, in no order
     */
    public List<Sighting> assessEnd(
            CharSequence text, int start, int end, boolean forSensitive, TenantRules tenantRules) {
        Scratch scratch = end - start <= MAX_KEPT_CHARACTERS ? kept.get() : new Scratch();
        scratch.text().read(text, start, end);
        List<Sighting> ofTerms = sightings(lexicon.findAsWritten(scratch));
        if (!forSensitive && tenantRules.isEmpty()) {
            return ofTerms;
        }
        List<Sighting> sightings = new ArrayList<>(ofTerms);
        if (!tenantRules.isEmpty()) {
            sightings.addAll(tenantRules.findInEnd(scratch));
        }
        if (forSensitive) {
            sensitive(scratch).forEach(data -> sightings.add(new Sighting(data, 1, data.start(), data.end())));
        }
        return sightings;
    }

    static List<Sighting> sightings(List<TermFinding> findings) {
        return findings.isEmpty()
                ? List.of()
                : findings.stream().map(Scoring::sighting).toList();
    }

    /** How many characters before a term may decide whether it counts; {@link OpenEnd#LOOK_BEHIND} for sensitive data. */
    public int lookBehind() {
        return lexicon.longestContextBefore() + 1;
    }

    /** What only whole sentences show: what the classifier has to say of them, and nothing of single terms. */
    public Assessment assessSentences(CharSequence sentences) {
        Scratch scratch = sentences.length() <= MAX_KEPT_CHARACTERS ? kept.get() : new Scratch();
        scratch.text().readFolded(sentences);
        EnumMap<Category, Double> scores = new EnumMap<>(Category.class);
        Set<Category> suspected = judgement.raise(scores, scratch.text().folded(), keptOfJudgement.get());
        int characters = sentences.length();
        return new Assessment(
                scores, suspected, List.of(), Injection.NONE, List.of(), List.of(), characters, characters);
    }

    /** Examines a text of any length and any content, in time and memory linear in its length. */
    public Assessment assess(CharSequence text) {
        return assess(text, TenantRules.NONE);
    }

    /** The same, with a tenant's own rules. */
    public Assessment assess(CharSequence text, TenantRules tenantRules) {
        Scratch scratch = text.length() <= MAX_KEPT_CHARACTERS ? kept.get() : new Scratch();
        scratch.text().read(text);
        List<TermFinding> findings = lexicon.find(scratch);
        List<TermFinding> nearMinor = Scoring.nearMinor(findings);
        int characters = scratch.text().length();
        EnumMap<Category, Double> scores = Scoring.scores(findings, nearMinor);
        Set<Category> suspected = judgement.raise(scores, scratch.text().folded(), keptOfJudgement.get());
        return new Assessment(
                scores,
                suspected,
                Scoring.hits(findings, nearMinor),
                Scoring.injection(findings),
                sensitive(scratch),
                rules(findings, tenantRules, scratch),
                characters,
                characters);
    }

    private static List<RuleFinding> rules(List<TermFinding> findings, TenantRules tenantRules, Scratch scratch) {
        List<RuleFinding> ofPacks = Scoring.rules(findings);
        if (tenantRules.isEmpty()) {
            return ofPacks;
        }
        List<RuleFinding> all = new ArrayList<>(tenantRules.find(scratch));
        all.addAll(ofPacks);
        return Scoring.ordered(all);
    }

    private List<SensitiveFinding> sensitive(Scratch scratch) {
        List<Span> spans = sensitive.find(scratch.text(), scratch.matches(), Assessment.MAX_SENSITIVE);
        return spans.isEmpty()
                ? List.of()
                : spans.stream()
                        .map(span -> new SensitiveFinding(span.kind(), span.start(), span.end()))
                        .toList();
    }
}
