package io.tollgate.bench.engine;

import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.stream.StreamDetector;
import io.tollgate.moderation.engine.stream.StreamGuard;
import io.tollgate.moderation.engine.stream.StreamMode;
import io.tollgate.moderation.engine.stream.StreamRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One piece of 20 characters of an answer of 2,600, on one thread: the answer's beginning and end are in it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StreamGuardBenchmark {

    private static final int PIECE = 20;
    private static final int MESSAGES = 4;
    private static final int PIECES = MESSAGES * Message.LENGTH / PIECE;
    private static final StreamGuard.Key CONTENT = new StreamGuard.Key(0, "content");

    private final StreamDetector detector = StreamDetector.of(ModerationEngine.load());
    private final List<String> pieces = new ArrayList<>(PIECES);

    /** What kind of answer. */
    @Param({"ENGLISH", "CHINESE"})
    private Message message = Message.ENGLISH;

    /** Cuts the answer. */
    @Setup
    public void cut() {
        String answer = message.text().repeat(MESSAGES);
        for (int piece = 0; piece < PIECES; piece++) {
            pieces.add(answer.substring(piece * PIECE, (piece + 1) * PIECE));
        }
    }

    /** The whole answer; the time is that of one piece. */
    @Benchmark
    @OperationsPerInvocation(PIECES)
    public long guard() {
        StreamGuard guard = new StreamGuard(detector, StreamRules.BLOCK_FLAGGED, StreamMode.BALANCED);
        for (String piece : pieces) {
            guard.append(CONTENT, piece);
        }
        guard.finishAll();
        return guard.released();
    }
}
