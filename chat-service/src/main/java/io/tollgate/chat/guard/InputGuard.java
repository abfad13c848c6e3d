package io.tollgate.chat.guard;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.chat.topic.EventBus;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.tollgate.contracts.event.VerdictReached.Stage;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.Hit;
import io.tollgate.moderation.engine.ModerationEngine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Examines the messages of a request before the provider sees them. The engine runs in process, so the guard cannot be away.
 * A verdict is published for every request that is flagged; it names categories and rules, never the text.
 */
@ApplicationScoped
public class InputGuard {

    private static final String SOURCE = "/tollgate/chat-service";
    /** Bounds the size of a verdict; the scores count everything. */
    private static final int HITS_MAX = Assessment.MAX_HITS;

    private final Vertx vertx;
    private final GuardConfig config;
    private final EventBus events;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final ModerationEngine engine = ModerationEngine.load();
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    InputGuard(Vertx vertx, GuardConfig config, EventBus events, InstantSource clock, MeterRegistry registry) {
        this.vertx = vertx;
        this.config = config;
        this.events = events;
        this.clock = clock;
        this.registry = registry;
    }

    /** @param traceParent the request's trace, which the verdict belongs to */
    public Future<GuardDecision> examine(
            Caller caller, UUID requestId, List<String> texts, @Nullable String traceParent) {
        if (config.inputMode() == GuardMode.OFF) {
            return Future.succeededFuture(new GuardDecision.Pass());
        }
        // An engine that throws fails the future, on whichever thread it ran: a caller has one way to learn of it.
        return Future.<List<Assessment>>future(
                        assessed -> whereItHoldsUpNobody(texts).onComplete(assessed))
                .map(assessments -> decide(caller, requestId, assessments, traceParent));
    }

    private Future<List<Assessment>> whereItHoldsUpNobody(List<String> texts) {
        long characters = texts.stream().mapToLong(String::length).sum();
        return characters <= config.inlineCharacters()
                ? Future.succeededFuture(assess(texts))
                : vertx.executeBlocking(() -> assess(texts), false);
    }

    private List<Assessment> assess(List<String> texts) {
        List<Assessment> assessments = new ArrayList<>(texts.size());
        for (String text : texts) {
            assessments.add(engine.assess(text));
        }
        return assessments;
    }

    private GuardDecision decide(
            Caller caller, UUID requestId, List<Assessment> assessments, @Nullable String traceParent) {
        if (assessments.stream().noneMatch(Assessment::flagged)) {
            return new GuardDecision.Pass();
        }
        Decision decision = config.inputMode() == GuardMode.BLOCK ? Decision.BLOCK : Decision.FLAG;
        VerdictReached verdict = verdict(caller, requestId, assessments, decision);
        ChatMetrics.guardDecisions(registry, decision.name().toLowerCase(Locale.ROOT))
                .increment();
        publish(verdict, traceParent);
        if (decision == Decision.FLAG) {
            return new GuardDecision.Pass();
        }
        return new GuardDecision.Block(GatewayFailure.invalid(
                "content_policy_violation",
                "messages",
                "Your request was refused by this gateway's content policy (" + String.join(", ", verdict.categories())
                        + ")."));
    }

    private VerdictReached verdict(Caller caller, UUID requestId, List<Assessment> assessments, Decision decision) {
        Map<Category, Double> scores = new EnumMap<>(Category.class);
        TreeSet<String> categories = new TreeSet<>();
        List<VerdictReached.Hit> hits = new ArrayList<>();
        long characters = 0;
        long scanned = 0;
        for (Assessment assessment : assessments) {
            assessment.scores().forEach((category, score) -> scores.merge(category, score, Math::max));
            assessment.categories().forEach(category -> categories.add(category.wireName()));
            for (Hit hit :
                    assessment.hits().subList(0, Math.min(assessment.hits().size(), HITS_MAX - hits.size()))) {
                hits.add(toEvent(hit, characters));
            }
            characters += assessment.characters();
            scanned += assessment.scannedCharacters();
        }
        return new VerdictReached(
                ids.generate(),
                requestId,
                caller.organization(),
                caller.project(),
                Stage.INPUT,
                decision,
                false,
                engine.version(),
                scores.entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().wireName(), Map.Entry::getValue)),
                List.copyOf(categories),
                hits,
                characters,
                scanned,
                null,
                null);
    }

    /** Offsets count over all texts of the request, one after the other. */
    private static VerdictReached.Hit toEvent(Hit hit, long before) {
        return new VerdictReached.Hit(
                hit.detector(), hit.rule(), hit.category().wireName(), before + hit.start(), before + hit.end());
    }

    private void publish(VerdictReached verdict, @Nullable String traceParent) {
        CloudEventAttributes attributes = new CloudEventAttributes(
                verdict.verdictId().toString(),
                SOURCE,
                EventType.VERDICT_REACHED.type(),
                "organization/" + verdict.organization() + "/project/" + verdict.project(),
                clock.instant());
        events.send(
                        EventType.VERDICT_REACHED,
                        verdict.organization(),
                        attributes,
                        traceParent,
                        EventJson.write(EventType.VERDICT_REACHED, verdict))
                .onFailure(failure -> ChatMetrics.verdictsLost(registry).increment());
    }
}
