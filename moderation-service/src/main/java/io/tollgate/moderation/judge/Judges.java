package io.tollgate.moderation.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.contracts.judge.JudgeRequest;
import io.tollgate.moderation.judge.JudgeException.Kind;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Every judge and cascade of this installation, by its name. */
@Singleton
@Startup
public class Judges {

    private static final Logger LOG = Logger.getLogger(Judges.class);

    private final Map<String, Cascade> byName;
    private final @Nullable ImageJudge images;
    private final JudgeConfig config;

    Judges(JudgeConfig config, ObjectMapper json, ModerationMetrics metrics) {
        Gateway gateway =
                new HttpGateway(json, config.gatewayUrl(), config.key().orElse(""), config.cascadeBudget());
        this.config = config;
        Map<String, Judge> judges = new TreeMap<>();
        config.judges().forEach((name, settings) -> judges.put(name, JudgeSetup.of(name, settings, config)));
        judges.values().stream()
                .filter(judge -> judge.fault() != null)
                .forEach(judge -> LOG.errorf("A judge is not set up right: judge %s: %s", judge.name(), judge.fault()));
        this.byName = cascades(judges, config, gateway, metrics);
        this.images = images(judges, config, gateway);
    }

    /** @throws IllegalArgumentException if what is to be shown images is no judge that can see */
    private static @Nullable ImageJudge images(Map<String, Judge> judges, JudgeConfig config, Gateway gateway) {
        if (config.images().isEmpty()) {
            return null;
        }
        String name = config.images().get();
        JudgeConfig.Settings settings = config.judges().get(name);
        Judge judge = judges.get(name);
        if (settings == null || judge == null || settings.kind() != JudgeKind.OPENAI_MODERATION) {
            throw new IllegalArgumentException(
                    "tollgate.judge.images must name a judge of kind openai-moderation, not '" + name + "'");
        }
        return new ImageJudge(judge, gateway, config.imagesBudget());
    }

    /** @throws IllegalArgumentException if a cascade names a judge that there is not, or a judge and a cascade share a name */
    private static Map<String, Cascade> cascades(
            Map<String, Judge> judges, JudgeConfig config, Gateway gateway, ModerationMetrics metrics) {
        Map<String, Cascade> byName = new TreeMap<>();
        judges.forEach(
                (name, judge) -> byName.put(name, new Cascade(List.of(judge), gateway, metrics, System::nanoTime)));
        config.cascades().forEach((name, members) -> {
            if (!judges.keySet().containsAll(members) || members.isEmpty()) {
                throw new IllegalArgumentException("tollgate.judge.cascades." + name
                        + " must name one judge or more of those in tollgate.judge.judges: " + judges.keySet());
            }
            Cascade cascade =
                    new Cascade(members.stream().map(judges::get).toList(), gateway, metrics, System::nanoTime);
            if (byName.put(name, cascade) != null) {
                throw new IllegalArgumentException("tollgate.judge.cascades." + name + " has the name of a judge");
            }
        });
        return Map.copyOf(byName);
    }

    /** What a policy can name. */
    public Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /**
     * @param budget how long whoever asks can wait
     * @return fails with a {@link JudgeException}
     */
    public Uni<JudgeAnswer> ask(JudgeRequest request, Duration budget) {
        Cascade cascade = byName.get(request.judge());
        if (cascade == null) {
            LOG.errorf("A policy names a judge that there is not: judge %s", shown(request.judge()));
            return Uni.createFrom().failure(new JudgeException(Kind.UNFIT, "there is no judge of this name"));
        }
        Question question = new Question(request.stage(), request.categories(), request.texts());
        long characters = question.texts().stream().mapToLong(String::length).sum();
        if (question.texts().isEmpty() || characters > config.maxCharacters()) {
            return Uni.createFrom()
                    .failure(new JudgeException(
                            Kind.AWAY,
                            "texts of " + characters + " characters cannot be judged; at most " + config.maxCharacters()
                                    + " can"));
        }
        return cascade.ask(question, shorter(budget, config.cascadeBudget()));
    }

    /** Whether there is a judge that can be shown images. */
    public boolean canSee() {
        return images != null;
    }

    /**
     * @param parts texts and images of one input, in OpenAI's shape
     * @return fails with a {@link JudgeException}; so it does where nobody can see
     */
    public Uni<Appraisal> appraise(ArrayNode parts) {
        ImageJudge seeing = images;
        if (seeing == null) {
            return Uni.createFrom().failure(new JudgeException(Kind.UNFIT, "there is no judge that can see"));
        }
        return seeing.appraise(parts)
                .onFailure(JudgeException.class)
                .invoke(failure -> LOG.errorf("Images could not be examined: %s", failure.getMessage()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** A policy's text goes into the log only where it looks like a name. */
    private static String shown(String name) {
        return name.matches("[A-Za-z0-9._/-]{1,64}") ? name : "(not a name)";
    }
}
