package io.tollgate.bench.gate;

import io.tollgate.chat.client.MessagesDialect;
import io.tollgate.chat.completion.ChatDialect;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.ClientRequest;
import io.tollgate.chat.completion.InvalidRequestException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What only decides is read of a request: model, bounds, and the texts for the guard. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class RequestParsingBenchmark {

    private static final String JSON = "application/json";

    private final ClientDialect chat = new ChatDialect();
    private final ClientDialect messages = new MessagesDialect();
    private final byte[] plain = Exchanges.plainRequest();
    private final byte[] tools = Exchanges.toolsRequest();
    private final byte[] asMessages = Exchanges.messagesRequest();

    /** 0.9 KiB. */
    @Benchmark
    public ClientRequest chat() throws InvalidRequestException {
        return chat.parse(plain, JSON);
    }

    /** 16 KiB with eight tools. */
    @Benchmark
    public ClientRequest chatWithTools() throws InvalidRequestException {
        return chat.parse(tools, JSON);
    }

    /** Translated, then parsed as a chat. */
    @Benchmark
    public ClientRequest messages() throws InvalidRequestException {
        return messages.parse(asMessages, JSON);
    }
}
