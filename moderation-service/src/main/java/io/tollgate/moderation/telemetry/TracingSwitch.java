package io.tollgate.moderation.telemetry;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Leaves the tracing SDK out where {@code OTEL_EXPORTER_OTLP_ENDPOINT} names no collector: an exporter without one would
 * log a warning for every span. Trace ids still travel with the records, see {@link TraceParent}.
 * Ranks below application.properties, which may therefore say otherwise.
 */
public final class TracingSwitch implements ConfigSourceFactory {

    private static final int BELOW_APPLICATION_PROPERTIES = 150;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        String endpoint = context.getValue("OTEL_EXPORTER_OTLP_ENDPOINT").getValue();
        boolean disabled = endpoint == null || endpoint.isBlank();
        // Said either way: the build asks as well, and what it is told becomes the default of the package.
        return List.of(new PropertiesConfigSource(
                Map.of("quarkus.otel.sdk.disabled", Boolean.toString(disabled)),
                "tracing switch",
                BELOW_APPLICATION_PROPERTIES));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(BELOW_APPLICATION_PROPERTIES);
    }
}
