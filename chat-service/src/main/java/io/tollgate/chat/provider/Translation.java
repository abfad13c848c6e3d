package io.tollgate.chat.provider;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.DialectRequest;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.ProviderTranslator;
import io.tollgate.chat.dialect.prompt.ChatPromptReader;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.Function;

/** What the dialects have in common whose requests and answers are translated. */
@Singleton
final class Translation {

    private final InstantSource clock;
    private final int outputTokensDefault;
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    @Inject
    Translation(InstantSource clock, ProviderConfig config) {
        this(clock, config.outputTokensDefault());
    }

    Translation(InstantSource clock, int outputTokensDefault) {
        this.clock = clock;
        this.outputTokensDefault = outputTokensDefault;
    }

    /** @throws UntranslatableRequestException if it is not a chat completion that can be said in the provider's dialect */
    DialectRequest request(ProviderAsk ask, Function<CallTerms, ProviderTranslator> pair)
            throws UntranslatableRequestException {
        if (ask.operation() != Operation.CHAT) {
            throw new UntranslatableRequestException(
                    "model",
                    "The provider of model '" + ask.target().model()
                            + "' answers chat completions only; ask another model for this operation.");
        }
        try {
            return pair.apply(terms(ask)).request(ask.body().getBytes());
        } catch (InexpressibleRequestException refused) {
            throw new UntranslatableRequestException(refused.param(), refused.reason());
        }
    }

    AnswerTranslator translator(ProviderAsk ask, Function<CallTerms, ProviderTranslator> pair) {
        return new TranslatedAnswer(pair.apply(terms(ask)));
    }

    private CallTerms terms(ProviderAsk ask) {
        return new CallTerms(
                ask.target().model(),
                ask.stream(),
                ChatPromptReader.speaksOfFunctions(ask.body().getBytes()),
                ids.generate().toString().replace("-", ""),
                clock.instant().getEpochSecond(),
                outputTokensDefault);
    }
}
