package io.tollgate.bench.gate;

import io.tollgate.chat.openai.AnswerFacts;
import io.tollgate.chat.openai.AnswerReader;
import io.tollgate.chat.openai.AnswerStream;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The side scanner of a relay in OpenAI's own dialect: it finds events, usage, finish reasons and errors, and gives back what
 * the client may have. Times of streams are those of one event.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class AnswerScanBenchmark {

    private final byte[] plain = Exchanges.openAiAnswer();
    private final List<Buffer> events =
            Exchanges.openAiStream().stream().map(Buffer::buffer).toList();
    private final Buffer burst = join(events);

    private static Buffer join(List<Buffer> pieces) {
        Buffer joined = Buffer.buffer();
        pieces.forEach(joined::appendBuffer);
        return joined;
    }

    /** Each event in a buffer of its own, as a provider with a pace sends them. */
    @Benchmark
    @OperationsPerInvocation(Exchanges.TOKENS)
    public long eventByEvent() throws MalformedAnswerException {
        AnswerStream stream = new AnswerStream(false);
        long relayed = 0;
        for (Buffer event : events) {
            relayed += stream.feed(event).length();
        }
        return relayed;
    }

    /** All events in one buffer. */
    @Benchmark
    @OperationsPerInvocation(Exchanges.TOKENS)
    public long allAtOnce() throws MalformedAnswerException {
        return new AnswerStream(false).feed(burst).length();
    }

    /** The whole plain answer. */
    @Benchmark
    public AnswerReader.Shape plain() throws IOException {
        return AnswerReader.read(plain, 0, plain.length, new AnswerFacts());
    }
}
