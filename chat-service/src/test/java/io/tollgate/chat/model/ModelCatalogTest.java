package io.tollgate.chat.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.chat.route.InvalidRoutesException;
import io.tollgate.chat.route.Routes;
import io.tollgate.chat.route.RoutesFile;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {

    private static final String YAML = """
            providers:
              one: {kind: openai, base-url: https://one.test, api-key: "${KEY}"}
              two: {kind: openai, base-url: https://two.test, api-key: "${KEY}"}
            models:
              fast: {targets: [{provider: two, model: m-1}, {provider: one, model: m-1}]}
              exact: {targets: [{provider: one, model: m-2}]}
            """;

    private ModelCatalog catalog;

    private static Supplier<Routes> supplied() throws InvalidRoutesException {
        Routes routes = RoutesFile.read(YAML, Map.of("KEY", "k")::get);
        return () -> routes;
    }

    @BeforeEach
    void setUp() throws InvalidRoutesException {
        catalog = new ModelCatalog(supplied(), Instant.ofEpochSecond(1_750_000_000));
    }

    @Test
    void shouldListModelsInTheShapeOfOpenAi() throws JsonProcessingException {
        // Given
        ObjectMapper mapper = new ObjectMapper();

        // When
        String json = mapper.writeValueAsString(catalog.list(Set.of()));

        // Then
        assertThat(mapper.readTree(json)).isEqualTo(mapper.readTree("""
                {"object":"list","data":[
                  {"id":"fast","object":"model","created":1750000000,"owned_by":"two"},
                  {"id":"exact","object":"model","created":1750000000,"owned_by":"one"}]}"""));
    }

    @Test
    void shouldListOnlyWhatAKeyMayAskFor() {
        // Given
        Set<String> allowed = Set.of("exact", "unknown");

        // When
        ModelList list = catalog.list(allowed);

        // Then
        assertThat(list.data()).extracting(Model::id).containsExactly("exact");
    }

    @Test
    void shouldFindOneModel() {
        assertThat(catalog.find("exact", Set.of())).contains(Model.of("exact", 1_750_000_000, "one"));
        assertThat(catalog.find("exact", Set.of("exact"))).isPresent();
    }

    @Test
    void shouldNotFindWhatIsUnknownOrNotAllowed() {
        assertThat(catalog.find("unknown", Set.of())).isEmpty();
        assertThat(catalog.find("exact", Set.of("fast"))).isEmpty();
        assertThat(catalog.find("one/m-2", Set.of())).isEmpty();
    }
}
