package io.tollgate.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeModelTest {

    private static ChatRequest asked(String model, String text) {
        byte[] body = ("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        return ChatRequest.of(ChatRequest.read(body), null, new Latency(0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "qwen3guard-8b, Safety: Unsafe",
        "Llama-Guard-4-12B, unsafe S1",
        "shieldgemma-9b, Yes",
        "json-judge, opinion",
    })
    void shouldJudgeInTheModelsOwnWaysAsTheTextSays(String model, String oneWay) {
        // When
        Set<String> ways = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            ways.add(Answer.to(asked(model, "[judge unsafe] " + i)).content());
        }

        // Then
        assertThat(ways).hasSizeGreaterThan(1).anySatisfy(way -> assertThat(way).contains(oneWay));
    }

    @Test
    void shouldFailAsTheTextSays() {
        // When
        List<Optional<Fault>> faults = List.of(
                asked("qwen3guard", "[judge 401]").controls().fault(),
                asked("qwen3guard", "[judge hang]").controls().fault(),
                asked("gpt-4o-mini", "[judge 401]").controls().fault());

        // Then
        assertThat(faults).containsExactly(Optional.of(Fault.UNAUTHORIZED), Optional.of(Fault.HANG), Optional.empty());
    }
}
