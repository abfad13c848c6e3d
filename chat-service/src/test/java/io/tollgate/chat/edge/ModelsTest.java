package io.tollgate.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.openai.client.OpenAIClient;
import com.openai.errors.UnauthorizedException;
import com.openai.models.models.Model;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.testing.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class ModelsTest extends RunningGateway {

    @Test
    void shouldListTheModelsOfTheRoutesFile() {
        // When
        List<Model> models = tenant.client().models().list().data();

        // Then
        assertThat(models.stream().map(Model::id))
                .startsWith("small", "unreachable")
                .doesNotHaveDuplicates();
        assertThat(models.getFirst().ownedBy()).isEqualTo("simulator");
    }

    @Test
    void shouldListOnlyWhatTheKeyMayUse() {
        // Given
        try (Tenant limited = tenant(List.of("unreachable", "simulator/anything"))) {
            // When
            List<Model> models = limited.client().models().list().data();

            // Then
            assertThat(models.stream().map(Model::id)).containsExactly("unreachable");
            Envelope.of(
                    limited.send(limited.request("/v1/models/small").GET().build()), 404, "model_not_found", "model");
        }
    }

    @Test
    void shouldDescribeOneModel() {
        // When
        Model model = tenant.client().models().retrieve("small");

        // Then
        assertThat(model.id()).isEqualTo("small");
    }

    @Test
    void shouldNotListAnythingToAStranger() {
        // Given
        OpenAIClient stranger = tenant.client().withOptions(options -> options.apiKey("sk-tg-unknown"));

        // When / Then
        assertThrows(UnauthorizedException.class, () -> stranger.models().list());
    }

    @Test
    void shouldAddressAnyModelOfAProviderDirectly() {
        // When
        int status = tenant.complete(Bodies.chat("simulator/some/model")).statusCode();

        // Then
        assertThat(status).isEqualTo(200);
        assertThat(tenant.onlyUsage().modelRequested()).isEqualTo("simulator/some/model");
        assertThat(tenant.onlyUsage().modelBilled()).isEqualTo("some/model");
        assertThat(tenant.onlyUsage().provider()).isEqualTo("simulator");
    }
}
