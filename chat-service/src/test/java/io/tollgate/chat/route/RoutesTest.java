package io.tollgate.chat.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private static final Provider ONE = provider("one");
    private static final Provider TWO = provider("two");
    private static final Route FAST = new Route("fast", List.of(new Target(ONE, "m-1")));
    private static final Route SHADOW = new Route("two/m-2", List.of(new Target(ONE, "m-2")));

    private final Routes routes = new Routes("v", List.of(ONE, TWO), List.of(FAST, SHADOW));

    private static Provider provider(String name) {
        return new Provider(name, ProviderKind.OPENAI, URI.create("https://models.test"), Secret.of("k"));
    }

    @Test
    void shouldResolveAnAlias() {
        assertThat(routes.resolve("fast")).contains(FAST);
    }

    @Test
    void shouldPreferAnAliasToTheProviderItLooksLike() {
        assertThat(routes.resolve("two/m-2")).contains(SHADOW);
    }

    @Test
    void shouldAddressAnyModelOfAProviderDirectly() {
        assertThat(routes.resolve("two/m-3")).contains(new Route("two/m-3", List.of(new Target(TWO, "m-3"))));
    }

    @Test
    void shouldLeaveSlashesToTheModel() {
        assertThat(routes.resolve("one/meta/llama-3/8b"))
                .contains(new Route("one/meta/llama-3/8b", List.of(new Target(ONE, "meta/llama-3/8b"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "one", "one/", "one/ ", "/m-1", "three/m-1", "FAST", "fast/"})
    void shouldNotResolveWhatIsNotInTheFile(String requested) {
        assertThat(routes.resolve(requested)).isEmpty();
    }

    @Test
    void shouldKeepTheOrderOfTheFile() {
        assertThat(routes.routes()).containsExactly(FAST, SHADOW);
        assertThat(routes.providers()).containsExactly(ONE, TWO);
    }

    @Test
    void shouldNotBeConstructedWithAmbiguousNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Routes("v", List.of(ONE, provider("one")), List.of()))
                .withMessage("two providers are called 'one'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Routes("v", List.of(ONE), List.of(FAST, FAST)))
                .withMessage("two routes have the alias 'fast'");
    }

    @Test
    void shouldNotConstructARouteWithoutTarget() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Route("fast", List.of()))
                .withMessage("the route of model 'fast' has no target");
    }
}
