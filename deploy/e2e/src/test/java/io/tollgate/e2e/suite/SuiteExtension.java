package io.tollgate.e2e.suite;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One suite for all tests that share it: starting it takes longer than most of them. */
public final class SuiteExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SuiteExtension.class);

    private record Shared(Suite suite, SpanCollector spans) implements AutoCloseable {
        @Override
        public void close() {
            suite.close();
            spans.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Suite.class || type == SpanCollector.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Shared shared = context.getRoot().getStore(NAMESPACE).computeIfAbsent("suite", absent -> start(), Shared.class);
        return parameter.getParameter().getType() == Suite.class ? shared.suite() : shared.spans();
    }

    private static Shared start() {
        SpanCollector spans = SpanCollector.start();
        return new Shared(Suite.start("shared", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", spans.endpoint())), spans);
    }
}
