package io.tollgate.bench.gate;

import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.DialectRequest;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.ProviderTranslator;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.anthropic.OpenAiToAnthropic;
import io.tollgate.chat.dialect.bedrock.OpenAiToBedrock;
import io.tollgate.chat.dialect.gemini.OpenAiToGemini;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Chats that are asked in OpenAI's dialect and answered in another one. Times of streams are those of one token. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class TranslatorBenchmark {

    /** Whose dialect. Its recorded bytes are only read. */
    @SuppressWarnings("ImmutableEnumChecker")
    public enum Provider {
        ANTHROPIC(Exchanges.anthropicAnswer(), Exchanges.anthropicStream()),
        GEMINI(Exchanges.geminiAnswer(), Exchanges.geminiStream()),
        /** Its streams are binary and not measured here: the figure of {@code stream} is that of an empty one. */
        BEDROCK(Exchanges.bedrockAnswer(), List.of());

        private final byte[] answer;
        private final List<byte[]> stream;

        Provider(byte[] answer, List<byte[]> stream) {
            this.answer = answer;
            this.stream = stream;
        }

        private ProviderTranslator translator() {
            CallTerms terms = new CallTerms("model", true, false, "call-1", 1_700_000_000, 4_096);
            return switch (this) {
                case ANTHROPIC -> new OpenAiToAnthropic(terms);
                case GEMINI -> new OpenAiToGemini(terms);
                case BEDROCK -> new OpenAiToBedrock(terms);
            };
        }
    }

    @Param
    private Provider provider = Provider.ANTHROPIC;

    private final byte[] request = Exchanges.plainRequest();

    @Benchmark
    public DialectRequest request() throws InexpressibleRequestException {
        return provider.translator().request(request);
    }

    @Benchmark
    public byte[] answer() throws UntranslatableAnswerException {
        return provider.translator().answer(provider.answer);
    }

    @Benchmark
    @OperationsPerInvocation(Exchanges.TOKENS)
    public long stream() throws UntranslatableAnswerException {
        ProviderTranslator translator = provider.translator();
        long written = 0;
        for (byte[] event : provider.stream) {
            written += translator.piece(event).length;
        }
        return written + translator.ended().length;
    }
}
