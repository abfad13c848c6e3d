package io.tollgate.chat.reservation;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Questions in Redis whose answers are kept there. What a question consists of is its writer's affair. Each method is one round
 * trip, and fails after a bounded time.
 */
public final class QuestionStore {

    /** Of a partition's questions: all of them are read for each comparison, on connections that admissions wait for too. */
    static final int SIZE_MAX = 1024 * 1024;

    private static final RedisScript REMEMBER = RedisScript.named("remember");

    private final RedisConnections redis;
    private final InstantSource clock;

    public QuestionStore(RedisConnections redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** The questions of a partition that have not outlived their answers. */
    public Future<List<byte[]>> recall(String organization, String partition) {
        return redis.send(Request.cmd(Command.ZRANGE)
                        .arg(new OrganizationKeys(organization).questions(partition))
                        .arg("(" + clock.instant().toEpochMilli())
                        .arg("+inf")
                        .arg("BYSCORE"))
                .map(members -> {
                    List<byte[]> questions = new ArrayList<>(members.size());
                    members.forEach(member -> questions.add(member.toBytes()));
                    return questions;
                });
    }

    /** The answer that is found by a fingerprint; empty if it is not kept any more. */
    public Future<Optional<byte[]>> answer(String organization, String fingerprint) {
        return redis.send(Request.cmd(Command.GET).arg(new OrganizationKeys(organization).answer(fingerprint)))
                .map(answer -> Optional.ofNullable(answer).map(Response::toBytes));
    }

    /**
     * Keeps a question. Those of a partition are about as long as each other, and together no more than {@link #SIZE_MAX} bytes.
     *
     * @param most how many questions of the partition are kept, if there is room: those that live longest
     * @param life after which the question's answer has gone
     * @return fails if the question alone is too long
     */
    public Future<Void> remember(String organization, String partition, byte[] question, int most, Duration life) {
        if (question.length > SIZE_MAX) {
            return Future.failedFuture("a question of " + question.length + " bytes is too long to be kept");
        }
        int kept = Math.min(most, SIZE_MAX / Math.max(1, question.length));
        Instant now = clock.instant();
        return REMEMBER.run(
                        redis,
                        List.of(new OrganizationKeys(organization).questions(partition)),
                        List.of(
                                Long.toString(now.toEpochMilli()),
                                Long.toString(now.plus(life).toEpochMilli()),
                                Integer.toString(kept),
                                Long.toString(life.toMillis()),
                                question))
                .mapEmpty();
    }
}
