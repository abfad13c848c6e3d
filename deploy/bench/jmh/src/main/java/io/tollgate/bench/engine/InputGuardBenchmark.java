package io.tollgate.bench.engine;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.ModerationEngine;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One message of 650 characters through every detector, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InputGuardBenchmark {

    private final ModerationEngine engine = ModerationEngine.load();

    /** What kind of message. */
    @Param({"ENGLISH", "CHINESE", "CODE", "PERSONAL_DATA", "DISGUISED", "ABUSIVE"})
    private Message message = Message.ENGLISH;

    @Benchmark
    public Assessment assess() {
        return engine.assess(message.text());
    }
}
